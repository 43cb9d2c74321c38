// What is known of the dossier beside its papers: changed, opened again for more, discarded.

import { closeDialog, dialogs, openDialog } from "./dialog.js";
import {
  attempt, button, doing, fail, field, html, livePages, loadDesk, patch, path, post, sheet, state, t, takeDossier, tell, tick,
} from "./kit.js";
import { procedureField } from "./procedures.js";
import { fieldsOf, toDesk, wrongs } from "./work.js";

const most = 10_000;

dialogs({
  dossier: () => sheet("dossier", html`<p class="code">${state.code}</p>${field("dialog.ownerName", "owner")}
    ${field("dialog.ownerIdentityNumber", "owner.id", { hint: t("owner.idHint"), isOptional: true })}${procedureField("dialog.procedure")}
    ${field("dialog.sheetsExpected", "sheetsExpected", { hint: t("sheetsExpected.hint"), isOptional: true, mode: "numeric" })}
    ${tick("dialog.componentsComplete", "dossier.complete")}`, "dossier.save", { main: t("save"), busy: state.busy.save && t("saving"),
    extra: !state.dossier?.submissions.length && button("dossier.discardAsk", { text: t("discard.title"), icon: "trash", kind: "danger quiet" }) }),
  discard: () => sheet("discard", html`<p>${t("discard.ask", { code: state.code, pages: t("pages", { n: livePages().length }) })}</p>`, "dossier.discard",
    { main: t("discard.title"), icon: "trash" }),
});

/** Changes fields of the dossier at hand. */
export const changeDossier = async (values) => takeDossier(await patch(path(), values));

doing({
  "dossier.edit"() {
    const { ownerName, ownerIdentityNumber, procedure, procedureName, sheetsExpected, componentsComplete } = state.dossier;
    openDialog("dossier", { ownerName, ownerIdentityNumber, procedure, procedureText: procedureName ?? procedure, sheetsExpected, componentsComplete });
  },
  "dossier.save"() {
    const { dialog, dialog: { sheetsExpected: sheets, componentsComplete } } = state;
    const found = wrongs(dialog, "dialog", ["ownerName", "procedure"]);
    if (sheets && !(sheets >= 1 && sheets <= most)) found["dialog.sheetsExpected"] = t("number.bad", { n: most });
    return !fail(found) && attempt("save", async () => {
      await changeDossier({ ...fieldsOf(dialog), sheetsExpected: Number(sheets) || null, componentsComplete });
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
