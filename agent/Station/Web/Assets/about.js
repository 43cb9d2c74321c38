// What is known of the dossier beside its papers: changed, opened again for more, discarded.

import { closeDialog, dialogs, openDialog } from "./dialog.js";
import {
  attempt, button, changed, changesOf, doing, fail, field, focus, html, isSheetCount, livePages, loadDesk, masked, mostSheets, patch, path, post, sheet,
  state, t, takeDossier, tell, tick,
} from "./kit.js";
import { procedureField } from "./procedures.js";
import { fieldsOf, toDesk, wrongs } from "./work.js";

/** The owner's number: legible when it is asked for. */
const identity = ({ ownerIdentityNumber: id, showsID, before }) => (showsID || !before.ownerIdentityNumber
  ? field("dialog.ownerIdentityNumber", "owner.id", { hint: t("owner.idHint"), isOptional: true })
  : html`<div class="field" data-key="masked-id"><b>${t("owner.id")}</b><div class="row"><span class="code">${masked(id)}</span>
    ${button("dossier.showID", { icon: "edit", kind: "quiet" })}</div></div>`);

dialogs({
  dossier: (dialog) => sheet("dossier", html`<p class="code">${state.code}</p>${field("dialog.ownerName", "owner")}
    ${identity(dialog)}${procedureField("dialog.procedure")}
    ${field("dialog.sheetsExpected", "sheetsExpected", { hint: t("sheetsExpected.hint"), isOptional: true, mode: "numeric" })}
    ${tick("dialog.componentsComplete", "dossier.complete")}`, "dossier.save", { main: t("save"), busy: state.busy.save && t("saving"),
    extra: !state.dossier?.submissions.length && button("dossier.discardAsk", { text: t("discard.title"), icon: "trash", kind: "danger quiet" }) }),
  discard: () => sheet("discard", html`<p>${t("discard.ask", { code: state.code, pages: t("pages", { n: livePages().length }) })}</p>`, "dossier.discard",
    { main: t("discard.title"), icon: "trash" }),
});

/** What the dialog says, as the server takes it. */
const valuesOf = ({ sheetsExpected, componentsComplete, ...rest }) => ({ ...fieldsOf(rest), sheetsExpected: Number(sheetsExpected) || null, componentsComplete });

/** Changes fields of the dossier at hand. */
export const changeDossier = async (values) => takeDossier(await patch(path(), values));

doing({
  "dossier.edit"() {
    const { ownerName, ownerIdentityNumber, procedure, procedureName, sheetsExpected, componentsComplete } = state.dossier;
    const values = { ownerName, ownerIdentityNumber, procedure, procedureText: procedureName ?? procedure, sheetsExpected, componentsComplete };
    openDialog("dossier", { ...values, before: valuesOf(values) });
  },
  "dossier.showID"() {
    state.dialog.showsID = true;
    changed();
    focus("f-dialog-ownerIdentityNumber");
  },
  "dossier.save"() {
    const { dialog, dialog: { sheetsExpected: sheets, before } } = state;
    const found = wrongs(dialog, "dialog", ["ownerName", "procedure"]);
    if (sheets && !isSheetCount(sheets)) found["dialog.sheetsExpected"] = t("number.bad", { n: mostSheets });
    return !fail(found) && attempt("save", async () => {
      await changeDossier(changesOf(valuesOf(dialog), before));
      closeDialog();
    }, "dialog");
  },
  "dossier.extend": () => attempt("extend", async () => takeDossier(await post(`${path()}/extend`))),
  "dossier.discardAsk": () => openDialog("discard"),
  "dossier.discard": () => attempt("discard", async () => {
    const { code } = state;
    await post(`${path()}/discard`);
    closeDialog();
    toDesk();
    tell("good", t("discard.done", { code }));
    await loadDesk();
  }),
});
