// One dialog at a time; the browser keeps the focus inside it and gives it back.

import { changed, doing, html, show, state } from "./kit.js";

const makers = {};
let shown = null;
let opener = null;
const told = document.getElementById("told");

/** Adds dialogs by name, each making its markup from `state.dialog`. */
export const dialogs = (more) => Object.assign(makers, more);

/** Opens the dialog `name`; `values` are its own state. */
export function openDialog(name, values) {
  for (const path of Object.keys(state.errors)) if (path.startsWith("dialog.")) delete state.errors[path];
  if (!state.dialog) opener = document.activeElement?.id;
  state.dialog = { name, ...values };
  changed();
}

/** Closes it; what it was opened from has the focus again. */
export function closeDialog() {
  state.dialog = null;
  changed();
}

doing({ close: closeDialog });

/** Brings the dialog up to date. */
export function drawDialog() {
  const element = document.getElementById("dialog");
  const { dialog } = state;
  if (!dialog && element.open) {
    element.close();
    // The browser does so too, but not where the page was drawn anew meanwhile.
    if (opener) document.getElementById(opener)?.focus();
  }
  const sheet = document.getElementById("dialog-sheet");
  // Another dialog begins anew: nothing of the one before may show through.
  if (shown && shown !== dialog?.name) show(sheet, html``);
  if (dialog) {
    element.dataset.name = dialog.name;
    show(sheet, makers[dialog.name](dialog));
    if (!element.open) element.showModal();
    if (shown !== dialog.name) element.querySelector("input:not([type=checkbox]), select, footer .main")?.focus();
  }
  shown = dialog?.name;
  // Whatever lies outside an open dialog is neither heard nor pressed: what is told goes where the officer is.
  const room = dialog ? element : document.body;
  if (told.parentNode !== room) room.append(told);
}

/** Escape closes it, unless a list within it took the key; so does a click beside what only shows something. */
export function watchDialog() {
  const element = document.getElementById("dialog");
  // Not every browser tells Escape by both.
  for (const kind of ["cancel", "keydown"]) {
    element.addEventListener(kind, (event) => {
      if (kind === "keydown" && event.key !== "Escape") return;
      event.preventDefault();
      if (!state.combo) closeDialog();
    });
  }
  element.addEventListener("click", (event) => {
    if (event.target === element && !element.querySelector("input, select")) closeDialog();
  });
}
