// The form that is not a dossier yet is kept by the agent: every tab of its officer shows it, and no crash takes it away.

import { changed, emptyForm, get, once, put, remove, state, t, tell } from "./kit.js";

let isUnsent = false;
let timer = null;
/** Nobody has seen the form since this officer came. */
let isFirst = true;

const names = Object.keys(emptyForm()).filter((name) => name !== "owner");

/** Keeps the form as it is now; what cannot be sent goes as soon as the agent is back. */
export function keepDraft() {
  isUnsent = true;
  clearTimeout(timer);
  timer = setTimeout(sendDraft, 250);
}

/** Sends what is not sent yet; `more` for the request. Nobody asked: whoever types is not told of a failure. */
export const sendDraft = (more) => once("draft", async () => {
  if (!isUnsent) return;
  isUnsent = false;
  const values = Object.fromEntries(names.map((name) => [name, state.form[name]]));
  const isEmpty = names.every((name) => name === "role" || !values[name]);
  await (isEmpty ? remove("draft") : put("draft", values, more)).catch(() => (isUnsent = true));
});

/** Takes the form as another tab, or this officer before a crash, has left it. */
export const loadDraft = () => once("draft.load", async () => {
  if (isUnsent) return sendDraft();
  const { form } = await get("draft");
  if (isUnsent || state.session?.state !== "signedIn") return undefined;
  const before = { ...state.form };
  const after = { ...emptyForm(before.owner), ...form };
  const isFound = isFirst && form && !before.code && !before.ownerName;
  isFirst = false;
  if (names.every((name) => before[name] === after[name])) return undefined;
  // Another tab has made a dossier of it: what comes now is another citizen's.
  if (!form) Object.assign(state, { form: after, newCode: null });
  else Object.assign(state.form, after);
  // A field that has the focus is never changed while the officer types; here she does not.
  const { activeElement: field } = document;
  const name = field.dataset?.bind?.match(/^form\.(.+)/)?.[1];
  if (name && field.value === before[name]) field.value = after[name];
  // Another citizen may sit there by now.
  if (isFound) tell("info", t("form.found"), { do: "form.clear", label: t("form.clear") });
  return changed();
});

/** Whoever comes now is another: nothing is sent any more under the name of the one before. */
export function draftLeft() {
  clearTimeout(timer);
  isUnsent = false;
  isFirst = true;
}

// Between two keys and the end of the page there is no time for an answer.
addEventListener("pagehide", () => isUnsent && sendDraft({ keepalive: true }));
