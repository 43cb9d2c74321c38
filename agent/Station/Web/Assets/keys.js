// Keys: shortcuts, and bar code readers, which type like a keyboard but faster than anyone.

import { closeDialog } from "./dialog.js";
import { cleanCode, isCode, isScanningHere, perform, state, typing } from "./kit.js";
import { step } from "./pages.js";
import { enterCode } from "./work.js";

/** Milliseconds between the keys of a reader; the slowest common ones take 50, the fastest typists 70. */
const readerPause = 60;
const lettersKey = "sohoa.letters";
state.letters = localStorage.getItem(lettersKey) !== "off";
typing({ letters: (isOn) => localStorage.setItem(lettersKey, isOn ? "on" : "off") });

const anywhere = { F2: "scan.start", F4: "look.open", F8: "finish.open", F9: "new" };
const letters = {
  r: "page.right", R: "page.left", q: "page.rescan", i: "page.before", a: "page.after", m: "move.open", s: "split.open", b: "page.leaveOut",
  k: "page.keep", v: "view.wide", "+": "view.in", "=": "view.in", "-": "view.out", 0: "view.fit",
};
const directions = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: "up", ArrowDown: "down", Home: -Infinity, End: Infinity };
const onPage = { Delete: "page.remove", Backspace: "page.remove", " ": "page.toggle", Enter: "view.wide" };

const isField = (element) => element.matches?.("input:not([type=checkbox]), select") ?? false;

let burst = null;
let waiting = null;

/** Keeps the keys that come as fast as a reader's; what they had typed into a field is taken out of it again. */
function readBarcode(event) {
  const { key, target } = event;
  const now = performance.now();
  const isFast = burst && burst.target === target && now - burst.at <= readerPause;
  if (key === "Enter" || key === "Tab") {
    const { text = "", value } = (isFast && burst) || {};
    burst = null;
    const code = cleanCode(text);
    if (!isCode(code)) return false;
    if (isField(target) && target.dataset.bind !== "form.code") {
      target.value = value;
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
    event.stopImmediatePropagation();
    closeDialog();
    enterCode(code);
    return true;
  }
  if (key.length > 1 || event.ctrlKey || event.altKey) return false;
  if (!isFast) burst = { text: "", target, value: target.value };
  burst.text += key;
  burst.at = now;
  return false;
}

/** One-letter shortcuts wait until it is clear that no reader is typing. Caps Lock makes no difference. */
function letter({ key, shiftKey }) {
  const small = key.toLowerCase();
  const isLetter = small !== key.toUpperCase();
  const name = { "?": "keys.open", "/": "new" }[key] ?? (state.dossier && state.letters && letters[isLetter && shiftKey ? small.toUpperCase() : small]);
  if (name && burst.text.length === 1) waiting = setTimeout(() => perform(name), readerPause + 10);
  return key === "/";
}

/** Keys that mean something on a page of the strip, or while it is looked at. */
function pageKey({ key, target, shiftKey, ctrlKey, altKey, repeat }) {
  const isCanvas = target.id === "canvas";
  const isPage = target.matches?.(".page");
  const direction = directions[key];
  if (direction && state.dossier && (isCanvas || isPage || target === document.body)) {
    const isRow = typeof direction === "string";
    if (altKey) return !isRow && Number.isFinite(direction) && (perform(direction < 0 ? "page.earlier" : "page.later"), true);
    const towards = isCanvas && isRow ? (direction === "up" ? -1 : 1) : direction;
    step(towards, shiftKey ? "extend" : ctrlKey ? "keep" : null, !isCanvas);
    return true;
  }
  const name = onPage[key] ?? (ctrlKey && key.toLowerCase() === "a" ? "page.all" : null);
  if (!name || !(isPage || isCanvas)) return false;
  // Each page is taken out on purpose, not by a key that is held down.
  if (!repeat) perform(name);
  return true;
}

function escape() {
  const name = state.isWide ? "view.narrow" : state.mode.kind !== "next" && "scan.leaveMode";
  if (name) perform(name);
  return name;
}

/** Whether a key was taken. */
function pressed(event) {
  const { key, target, ctrlKey, altKey, repeat } = event;
  clearTimeout(waiting);
  if (readBarcode(event)) return true;
  if (anywhere[key] && !ctrlKey && !altKey) {
    if (repeat || (state.dialog && state.dialog.name !== "keys")) return true;
    closeDialog();
    // What is typed into a list counts as if the field had been left.
    if (target.dataset?.combo) target.blur();
    perform(key === "F8" && isScanningHere() ? "scan.stop" : anywhere[key]);
    return true;
  }
  if (state.dialog || isField(target)) return false;
  if (ctrlKey && key.toLowerCase() === "z") return perform("page.undo"), true;
  if ((key === "Escape" && escape()) || pageKey(event)) return true;
  return key.length === 1 && !ctrlKey && !altKey && !repeat && letter(event);
}

/** Listens before anything else does, so that a reader's Enter never presses the button that has the focus. */
export const watchKeys = () => document.addEventListener("keydown", (event) => {
  if (!event.isComposing && state.session?.state === "signedIn" && pressed(event)) event.preventDefault();
}, { capture: true });
