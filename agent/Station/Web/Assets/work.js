// The dossier to work on: found or made by its code.

import { closeDialog } from "./dialog.js";
import { keepDraft } from "./draft.js";
import { lookUp } from "./found.js";
import {
  attempt, changed, cleanCode, cleanText, doing, emptyForm, fail, focus, get, isCode, loadDossier, path, post, say, state, t,
  takeDossier, tell,
} from "./kit.js";

/** Shows the dossier that the address names, or the desk. */
export async function followAddress() {
  const code = location.hash.slice(1);
  if (state.session?.state !== "signedIn" || code === (state.code ?? "")) return undefined;
  if (!isCode(code)) return toDesk();
  Object.assign(state, { code, dossier: null, found: null });
  changed();
  return attempt("open", loadDossier);
}

/** Leaves the dossier at hand. */
export function toDesk() {
  Object.assign(state, { code: null, dossier: null, found: null, isWide: false });
  if (location.hash) location.hash = "";
  changed();
}

/** Takes a dossier code that was typed, pasted or read from a bar code: opens what is there, or begins anew. */
export async function enterCode(text) {
  const code = cleanCode(text);
  if (!isCode(code)) return fail({ "form.code": t("code.bad") });
  if ((code === state.code && state.dossier) || (code === state.newCode && !state.code)) return undefined;
  return attempt("code", async () => {
    try {
      const dossier = await get(path(code));
      state.code = code;
      takeDossier(dossier);
      location.hash = code;
      if (state.form.code === code) clearForm();
      say(code);
    } catch (fault) {
      if (fault.status !== 404) throw fault;
      begin(code);
    }
  });
}

/** A code that this PC does not know: the rest of the form follows, beginning with the owner. */
function begin(code) {
  if (state.code) toDesk();
  const { form } = state;
  // A second code is a second citizen: a name of the first must not slip into it.
  if (isCode(form.code) && form.code !== code && form.ownerName) {
    state.formBefore = form;
    clearForm();
    state.found = null;
    tell("info", t("form.newCode", { code }), { do: "form.takeBack", label: t("page.undo") });
  }
  state.form.code = state.newCode = code;
  keepDraft();
  lookUp({ code });
  changed();
  focus(state.form.ownerName ? "f-form-procedureText" : "f-form-ownerName");
}

function clearForm() {
  state.form = emptyForm(state.session.officer.id);
  state.newCode = null;
  keepDraft();
}

/** What is wrong in a form with a dossier's fields, by path; empty when a dossier can be made of it. */
export function wrongs(form, at, needs) {
  const names = { code: "code", ownerName: "owner", ownerIdentityNumber: "owner.id", procedure: "procedure", type: "paper.first" };
  const limits = { ownerName: 200, ownerIdentityNumber: 100, procedure: 64, type: 64 };
  const found = {};
  for (const name of Object.keys(names)) {
    const bound = `${at}.${name}${["procedure", "type"].includes(name) ? "Text" : ""}`;
    if (needs.includes(name) && !cleanText(form[name])) found[bound] = t("required", { what: t(names[name]) });
    if ([...(form[name] ?? "")].length > limits[name]) found[bound] = t("tooLong", { n: limits[name] });
  }
  if (form.code && !isCode(cleanCode(form.code))) found[`${at}.code`] = t("code.bad");
  return found;
}

/** A form's values as the server takes them. */
export const fieldsOf = ({ ownerName, ownerIdentityNumber, procedure }) => ({
  ownerName: cleanText(ownerName), ownerIdentityNumber: cleanText(ownerIdentityNumber) || null, procedure: cleanText(procedure),
});

/** The dossier to work on: the one at hand, or the form made into one; null where the form has to be put right first. */
export async function ensureDossier({ needsPaper = true } = {}) {
  if (state.dossier) return state.dossier;
  const { form } = state;
  if (fail(wrongs(form, "form", ["code", "ownerName", "procedure", needsPaper && "type"]))) return null;
  let dossier = await post("dossiers", { code: cleanCode(form.code), ...fieldsOf(form) });
  const type = cleanText(form.type);
  if (type && !dossier.papers.some((paper) => paper.type === type)) dossier = await post(`${path(dossier.code)}/papers`, { role: form.role, type });
  state.code = dossier.code;
  takeDossier(dossier);
  clearForm();
  location.hash = dossier.code;
  return dossier;
}

doing({
  desk: toDesk,
  new() {
    toDesk();
    closeDialog();
    focus("f-form-code");
  },
  open: ({ dataset }) => (location.hash = dataset.code),
  "form.clear"() {
    clearForm();
    changed();
    focus("f-form-code");
  },
  "form.takeBack"() {
    state.form = state.formBefore;
    keepDraft();
    changed();
  },
});
