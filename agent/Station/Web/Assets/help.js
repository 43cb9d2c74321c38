// The list of shortcuts.

import { dialogs, openDialog } from "./dialog.js";
import { doing, html, key, sheet, t, tick } from "./kit.js";

const anywhere = [["F2", "scan"], ["F8", "finish"], ["F4", "look"], ["F9 /", "new"], ["Ctrl+Z", "undo"], ["?", "help"]];
const pages = [
  ["← → ↑ ↓", "arrows"], ["Shift+→ Space", "select"], ["Ctrl+A", "all"], ["R Shift+R", "rotate"], ["Del", "delete"], ["Alt+← Alt+→", "moveBy"], ["M", "moveTo"],
  ["S", "split"], ["B K", "blank"], ["Q", "rescan"], ["I A", "insert"], ["Enter Esc", "wide"], ["+ − 0", "zoom"],
];

const list = (title, rows, more) => html`<section><h3>${t(title)}</h3><dl>${rows.map(([keys, text]) => html`<div>
  <dt>${keys.split(" ").map((one) => html`${key(one)} `)}</dt>
  <dd>${t(`keys.${text}`)}</dd></div>`)}</dl>${more}</section>`;

dialogs({
  keys: () => sheet("keys", html`<div class="columns">${list("keys.anywhere", anywhere, html`<p class="about">${t("keys.barcode")}</p>`)}${list("keys.pages", pages)}</div>
    ${tick("letters", "keys.letters")}`),
});

doing({ "keys.open": () => openDialog("keys") });
