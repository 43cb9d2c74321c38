// The papers found, looking them up on purpose, and reusing one.

import { closeDialog, dialogs, openDialog } from "./dialog.js";
import { showAnswer, showFoundWith } from "./found.js";
import {
  attempt, button, cleanCode, cleanText, clock, day, doing, fail, field, html, icon, isCode, path, pill, post, sheet, state, t, takeDossier, tell,
} from "./kit.js";
import { typeName } from "./procedures.js";
import { ensureDossier } from "./work.js";

showFoundWith((found) => html`<section class="found" data-key="found" aria-live="polite">
  <h2>${icon("search")} ${t("look.found", { n: found.papers.length })}</h2>
  ${answers(found, "found")}</section>`);

const isReused = (paper) => state.dossier?.papers.some(({ reuse, type, number }) =>
  reuse && type === paper.type && reuse.dossier === paper.dossier && (number ?? null) === (paper.number ?? null));

const answers = ({ papers, source, asOf, isCut }, from) => html`<ul class="answers">${papers.map((paper, i) => {
  const name = typeName(paper.type);
  return html`<li><div><b>${name}</b>${paper.number && ` ${t("paper.numberOf", { number: paper.number })}`}
    <small>${t("look.on", { date: day(paper.digitisedOn) })} · ${paper.siteName} · ${t("pages", { n: paper.pages })} <span class="code">${paper.dossier}</span></small></div>
    ${isReused(paper) ? pill("good", "check", t("look.reused"))
      : button("look.reuse", { label: `${t("look.reuse")}: ${name}`, icon: "reuse", data: { from, at: i }, off: state.busy.reuse })}</li>`;
})}</ul>${source === "thisPC" && html`<p class="about">${t("look.thisPC", { time: clock(asOf ?? Date.now()) })}</p>`}${isCut && html`<p class="about">${t("look.cut")}</p>`}`;

dialogs({
  look: ({ found }) => sheet("look", html`<p class="about">${t("look.hint")}</p><div class="columns">
      ${field("dialog.number", "look.number")}${field("dialog.ownerName", "owner")}${field("dialog.identityNumber", "owner.id")}${field("dialog.code", "code", { kind: "mono" })}</div>
    <div aria-live="polite" class="results">${found && html`<h3>${t("look.found", { n: found.papers.length })}</h3>${!found.papers.length && html`<p>${t("look.none")}</p>`}
      ${answers(found, "dialog")}`}</div>`, "look.search", { icon: "search", busy: state.busy.look && t("look.searching") }),
});

doing({
  "look.open": () => openDialog("look", {
    number: "", identityNumber: "", ownerName: state.dossier?.ownerName ?? state.form.ownerName, code: state.dossier || state.form.ownerName ? "" : state.form.code,
  }),
  "look.search"() {
    const { dialog } = state;
    const keys = {};
    for (const name of ["number", "ownerName", "identityNumber"]) if (cleanText(dialog[name])) keys[name] = cleanText(dialog[name]);
    if (dialog.code.trim()) keys.code = cleanCode(dialog.code);
    if (keys.code && !isCode(keys.code)) return fail({ "dialog.code": t("code.bad") });
    if (!Object.keys(keys).length) return fail({ "dialog.number": t("look.empty") });
    return attempt("look", async () => (dialog.found = await post("lookups", { ...keys, dossier: state.code ?? undefined })), "dialog");
  },
  "look.reuse": ({ dataset }) => attempt("reuse", async () => {
    const { form } = state;
    const { found } = dataset.from === "dialog" ? state.dialog : state;
    const paper = found.papers[dataset.at];
    // The paper found takes the place of the one to be scanned.
    const { type } = form;
    if (type === paper.type) form.type = "";
    const dossier = await ensureDossier({ needsPaper: false });
    if (!dossier) {
      form.type = type;
      // What is wrong is in the form, behind the dialog; what was found stays at hand beside it.
      if (dataset.from === "dialog") showAnswer(found);
      return closeDialog();
    }
    const { number, issuedOn, issuer } = paper;
    takeDossier(await post(`${path()}/papers`, { role: "component", type: paper.type, number, issuedOn, issuer, reuse: paper }));
    return tell("good", t("look.reuseDone", { name: typeName(paper.type) }));
  }),
});
