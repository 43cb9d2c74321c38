// Choosing the scanner.

import { dialogs, openDialog } from "./dialog.js";
import { attempt, attributes, button, doing, get, html, icon, loadDesk, pill, put, sheet, state, t } from "./kit.js";

dialogs({
  scanner: ({ list = [], chosen }) => sheet("scanner", html`<div aria-live="polite">${state.busy.scanners
    ? html`<p class="lead">${t("scanner.searching")}</p>`
    : !list.length ? html`<p class="lead">${t("scanner.nothing")}</p>` : html`<ul class="rows">${list.map(({ name, vendor, model }) => html`<li>
      <button type="button" class="line"${attributes({ "data-do": "scanner.choose", "data-name": name, "aria-pressed": name === chosen })}>
      ${icon("scanner")}<span class="what"><b>${vendor} ${model}</b>
      <small>${name}</small></span>${name === chosen && pill("good", "check", t("scanner.chosen"))}</button></li>`)}</ul>`}</div>`,
  null, { extra: button("scanner.search", { icon: "search", off: state.busy.scanners }) }),
});

const search = (query) => attempt("scanners", async () => {
  const { scanners, chosen } = await get(`scanners${query}`);
  if (state.dialog?.name === "scanner") Object.assign(state.dialog, { list: scanners, chosen });
});

doing({
  "scanner.open"() {
    openDialog("scanner");
    search("");
  },
  "scanner.search": () => search("?refresh=1"),
  "scanner.choose": ({ dataset: { name } }) => attempt("scanner", async () => {
    await put("scanner", { name });
    if (state.dialog) state.dialog.chosen = name;
    await loadDesk();
  }),
});
