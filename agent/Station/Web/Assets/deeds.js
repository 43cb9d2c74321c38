// What the officer does: clicks, submissions and typing find their deed by name; what fails says so.

import { Fault } from "./api.js";
import { afterwards, changed, setAt, state } from "./state.js";
import { loadRest, said, t } from "./texts.js";

const deeds = {};
const typed = {};

/** Fetches a module that is not there from the beginning, with its words. */
export const bring = (module) =>
  Promise.all([import(`./${module}.js`), loadRest()]).catch(() => {
    throw new Fault(0);
  });

/** Rare deeds bring their module along when the first of them is done: by what stands before the dot. */
const homes = {
  dossier: "about", finish: "finish", history: "finish", inbox: "adding", keys: "help", look: "look", move: "moving", officers: "officers", paper: "paper",
  scanner: "scanner", split: "moving",
};

/** Adds deeds by name: `data-do` of a button, `data-submit` of a form. */
export const doing = (more) => Object.assign(deeds, more);

/** Adds what follows when a field bound by `data-bind` changes, by its path. */
export const typing = (more) => Object.assign(typed, more);

/** Does the deed called `name`, as if its button had been pressed. */
export async function perform(name, element = null, event = null) {
  const home = homes[name.split(".")[0]];
  if (!deeds[name] && home) await attempt(`bring ${home}`, () => bring(home));
  return deeds[name]?.(element, event);
}

const isOff = (button) => button?.getAttribute("aria-disabled") === "true";

/** Listens once for the whole document, so that nothing has to be bound again when the screen changes. */
export function watch() {
  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-do]");
    if (element && !isOff(element)) perform(element.dataset.do, element, event);
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isOff(event.target.querySelector("[type=submit]"))) perform(event.target.dataset.submit, event.target, event);
  });
  for (const kind of ["input", "change"]) document.addEventListener(kind, take);
}

/** Keeps what is typed in the state, so that nothing a server says can wipe it away. */
function take(event) {
  const { bind } = event.target.dataset;
  if (!bind) return;
  const value = event.target.type === "checkbox" ? event.target.checked : event.target.value;
  setAt(bind, value);
  delete state.errors[bind];
  typed[bind]?.(value, event);
  changed();
}

/**
 * Does `work` under a name; while it runs `state.busy[name]` is true, and it is not begun twice. Of a failure the officer
 * is told; `fields` is the path of the form whose fields the server's refusals name.
 */
export async function attempt(name, work, fields) {
  if (state.busy[name]) return undefined;
  state.busy[name] = true;
  changed();
  try {
    return await work();
  } catch (fault) {
    if (!(fault instanceof Fault)) {
      tell("bad", t("app.odd", { code: fault.name }));
      throw fault;
    }
    if (fields && fault.field) fail({ [boundTo(`${fields}.${fault.field}`)]: said(fault.text) });
    else if (fault.status !== 401) tell("bad", fault.text);
    return undefined;
  } finally {
    delete state.busy[name];
    changed();
  }
}

/** The path that a field of the screen is bound to: a list's text stands for its value. */
const boundTo = (path) => (document.querySelector(`[data-bind="${path}Text"]`) ? `${path}Text` : path);

/** Marks fields as wrong, each with its reason, and goes to the first; whether there are any. */
export function fail(errors) {
  const [first] = Object.keys(errors);
  if (!first) return false;
  Object.assign(state.errors, errors);
  changed();
  afterwards(() => {
    const field = document.querySelector(`[data-bind="${first}"]`);
    if (field) field.focus();
    else tell("bad", errors[first]);
  });
  return true;
}

let nextNotice = 1;

/**
 * Tells the officer something beside her work, "good", "bad" or "info"; bad news stays until she has read it. `more` has a
 * deed (`do`) with its `label` and `data`.
 */
export function tell(kind, text, more = {}) {
  const id = nextNotice++;
  // The same once more is no second piece of news.
  const others = state.notices.filter((other) => other.kind === "bad" && said(other.text) !== said(text));
  state.notices = [...others.slice(-2), { id, kind, text, ...more }];
  if (kind === "bad") alarm(said(text));
  else {
    say(said(text));
    setTimeout(() => dismiss(id), more.do ? 12_000 : 5000);
  }
  changed();
}

function dismiss(id) {
  // What is being pointed at or has the focus is not taken away.
  if (document.getElementById(`notice-${id}`)?.matches(":hover, :focus-within")) return setTimeout(() => dismiss(id), 3000);
  state.notices = state.notices.filter((notice) => notice.id !== id);
  return changed();
}

doing({
  "notice.close": (element) => {
    element.blur();
    state.notices = state.notices.filter((notice) => String(notice.id) !== element.dataset.id);
    changed();
  },
});

/** Says something to those who listen instead of look, when the reader has time. */
export const say = (text) => speak("said", text);

/** The same at once: faults. */
export const alarm = (text) => speak("alarm", text);

function speak(id, text) {
  const element = document.getElementById(id);
  // The same sentence twice is two events.
  element.textContent = element.textContent === text ? `${text}\u00a0` : text;
}
