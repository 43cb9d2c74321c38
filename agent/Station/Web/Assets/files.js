// Files instead of a scan: dropped, chosen, or waiting in the copier's folder.

import { bare, bring, button, bytes, doing, html, icon, moment, paperName, state, t, tell } from "./kit.js";
import { targetPaper } from "./scan.js";

/** The files that wait in the watched folder. */
export function inbox() {
  const files = state.desk?.inbox ?? [];
  if (!files.length) return "";
  const canTake = state.dossier?.isOpen;
  return html`<section class="inbox" data-key="inbox" aria-labelledby="inbox-title">
    <h2 id="inbox-title">${icon("inbox")} ${t("inbox.title")} <small>${files.length}</small></h2>
    <p class="about">${t(canTake ? "inbox.hint" : "inbox.need")}</p>
    <ul class="rows">${files.map(({ id, name, byteLength, arrivedAt }) => html`<li class="line" data-key="inbox-${id}">
      ${icon("file")}<span class="what"><b>${name}</b><small>${bytes(byteLength)} · ${moment(arrivedAt)}</small></span>
      ${canTake && button("inbox.take", { label: `${t("inbox.take")}: ${name}`, data: { id }, off: state.busy.inbox })}
      ${bare("inbox.drop", "close", { text: `${t("inbox.drop")}: ${name}`, data: { id } })}</li>`)}</ul></section>`;
}

doing({ "files.choose": () => document.getElementById("files").click() });

const add = (files) => files.length && bring("adding").then(([adding]) => adding.add(files), ({ text }) => tell("bad", text));

/** Listens for files that are chosen, and for those dragged over the page from outside. */
export function watchFiles() {
  const input = document.getElementById("files");
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    add(files);
  });
  const veil = document.getElementById("veil");
  const mayTake = () => state.session?.state === "signedIn" && (!state.code || state.dossier?.isOpen);
  for (const kind of ["dragover", "drop", "dragleave"]) {
    addEventListener(kind, (event) => {
      const { dataTransfer, relatedTarget } = event;
      if (!dataTransfer?.types.includes("Files")) return;
      // A file dropped beside the mark would replace the page.
      event.preventDefault();
      veil.hidden = kind === "drop" || !mayTake() || (kind === "dragleave" && !relatedTarget);
      const paper = state.dossier && targetPaper();
      veil.textContent = t("files.drop", { paper: paper ? paperName(paper) : state.form.typeText || t("files.kinds") });
      if (kind === "drop" && mayTake()) add([...dataTransfer.files]);
    });
  }
}
