// A paper in a dialog: its kind, role, number and the rest.

import { closeDialog, dialogs, openDialog } from "./dialog.js";
import {
  attempt, button, changesOf, choice, cleanText, day, doing, fail, field, html, isSheetCount, liveOf, mostSheets, paperName, patch, path, post, remove,
  sheet, state, t, takeDossier, tick, typedDay,
} from "./kit.js";
import { paperField } from "./procedures.js";
import { addPaper } from "./strip.js";

/** A dialog's values for a paper that does not exist yet. */
export const emptyPaper = () => ({
  type: "", typeText: "", role: "component", number: "", issuedOn: "", issuer: "", sheets: "", inForce: true, isOther: false, authority: "", level: "commune",
});

/** A dialog's values for `paper` as it is. */
function formOf({ type, role, number, issuedOn, issuer, sheets, inForce, authority, level, ...paper }) {
  const isOther = Boolean(authority && authority !== state.session.site?.id);
  return {
    type, typeText: paperName({ type, ...paper }), role, number: number ?? "", issuedOn: day(issuedOn), issuer: issuer ?? "", sheets: sheets ?? "", inForce, isOther,
    authority: isOther ? authority : "", level: level ?? "commune",
  };
}

/** What the server takes of a dialog's values. */
export const paperValues = ({ type, role, number, issuedOn, issuer, sheets, inForce, isOther, authority, level }) => ({
  type: cleanText(type), role, number: cleanText(number) || null, issuedOn: typedDay(issuedOn), issuer: cleanText(issuer) || null,
  sheets: Number(sheets) || null, inForce, authority: isOther ? cleanText(authority) : null, level: isOther ? level : null,
});

/** Marks what is wrong in a dialog with a paper's fields; whether anything is. */
export function wrongPaper({ type, issuedOn, sheets, number, issuer, isOther, authority }) {
  const found = {};
  const need = (is, name, text, values) => {
    if (is) found[`dialog.${name}`] = t(text, values);
  };
  need(!cleanText(type), "typeText", "required", { what: t("paper.type") });
  need(issuedOn.trim() && !typedDay(issuedOn), "issuedOn", "date.bad");
  need(sheets && !isSheetCount(sheets), "sheets", "number.bad", { n: mostSheets });
  need([...number].length > 100, "number", "tooLong", { n: 100 });
  need([...issuer].length > 200, "issuer", "tooLong", { n: 200 });
  need(isOther && !cleanText(authority), "authority", "required", { what: t("paper.authority") });
  return fail(found);
}

/** The fields of a paper in a dialog. */
export const paperFields = ({ isShort } = {}) => html`${paperField("dialog", state.dossier?.procedure ?? "")}
  <div class="columns">${choice("dialog.role", "role", ["component", "arising", "result"])}${field("dialog.number", "paper.number", { isOptional: true })}
  ${field("dialog.issuedOn", "paper.issuedOn", { hint: t("paper.issuedHint"), isOptional: true, mode: "numeric" })}${field("dialog.issuer", "paper.issuer", { isOptional: true })}</div>
  ${!isShort && html`<details class="more"><summary>${t("more")}</summary><div class="columns">
    ${field("dialog.sheets", "paper.sheets", { hint: t("paper.sheetsHint"), isOptional: true, mode: "numeric" })}
    <div>${tick("dialog.inForce", "paper.inForce")}${tick("dialog.isOther", "paper.isOther")}</div>
    ${state.dialog.isOther && html`${field("dialog.authority", "paper.authority")}${choice("dialog.level", "level", ["province", "district", "commune"])}`}</div></details>`}`;

dialogs({
  paper({ id }) {
    const papers = state.dossier?.papers ?? [];
    const at = papers.findIndex((paper) => paper.id === id);
    const step = (text, icon, by) => button("paper.move", { text: t(text), icon, off: !papers[at + by], data: { by } });
    return sheet("paper", html`${paperFields()}${at >= 0 && papers.length > 1 && html`<div class="row">${step("page.earlier", "up", -1)}${step("page.later", "down", 1)}</div>`}`,
      "paper.save", { title: t(id ? "paper.title" : "paper.add"), main: t(id ? "save" : "paper.add"), busy: state.busy.paper && t("saving"),
        extra: at >= 0 && !liveOf(papers[at]).length && button("paper.delete", { icon: "trash", kind: "danger quiet" }) });
  },
});

doing({
  "paper.new": () => openDialog("paper", { id: null, ...emptyPaper() }),
  "paper.edit"({ dataset }) {
    const paper = state.dossier.papers.find(({ id }) => id === Number(dataset.paper));
    const values = formOf(paper);
    openDialog("paper", { id: paper.id, ...values, before: paperValues(values) });
  },
  "paper.save"() {
    const { dialog } = state;
    return !wrongPaper(dialog) && attempt("paper", async () => {
      if (dialog.id) takeDossier(await patch(`${path()}/papers/${dialog.id}`, changesOf(paperValues(dialog), dialog.before)));
      else await addPaper(paperValues(dialog));
      closeDialog();
    }, "dialog");
  },
  "paper.move"({ dataset }) {
    const { dossier: { papers }, dialog: { id } } = state;
    const at = papers.findIndex((paper) => paper.id === id);
    const before = papers[dataset.by > 0 ? at + 2 : at - 1]?.id ?? null;
    return attempt("paper", async () => takeDossier(await post(`${path()}/papers/${id}/move`, { before })));
  },
  "paper.delete": () => attempt("paper", async () => {
    takeDossier(await remove(`${path()}/papers/${state.dialog.id}`));
    closeDialog();
  }),
});
