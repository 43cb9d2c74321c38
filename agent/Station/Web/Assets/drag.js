// Moving pages by dragging them: before another page, or to the end of a paper.

import { actingPages, scannedPapers, state } from "./kit.js";
import { goToPage, ids, move, pageAt } from "./pages.js";

let dragged = null;

const unmark = () => document.querySelector("[data-mark]")?.removeAttribute("data-mark");

/** Where pages dropped at the pointer would go: before a page, or at the end of a paper. */
function place({ target, clientX }) {
  const paper = target.closest?.(".paper[data-paper]");
  const id = Number(paper?.dataset.paper);
  if (!scannedPapers().some((one) => one.id === id)) return null;
  const page = pageAt(target);
  if (!page) return { paper: id, before: null, element: paper, side: "end" };
  const box = page.getBoundingClientRect();
  const isLeft = clientX < box.left + box.width / 2;
  return { paper: id, before: Number((isLeft ? page : page.nextElementSibling)?.dataset.page) || null, element: page, side: isLeft ? "left" : "right" };
}

document.addEventListener("dragstart", (event) => {
  const page = pageAt(event.target);
  if (!page) return;
  const id = Number(page.dataset.page);
  if (!state.chosen.has(id)) goToPage(id);
  dragged = ids(actingPages());
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
});

document.addEventListener("dragover", (event) => {
  if (!dragged) return;
  unmark();
  const to = place(event);
  if (!to) return;
  event.preventDefault();
  to.element.dataset.mark = to.side;
});

for (const kind of ["drop", "dragend"]) {
  document.addEventListener(kind, (event) => {
    if (!dragged) return;
    event.preventDefault();
    const to = kind === "drop" && place(event);
    if (to) move(dragged, to.paper, to.before);
    dragged = null;
    unmark();
  });
}
