// Moving pages to another paper, and splitting a stack into papers, by dialog.

import { closeDialog, dialogs, openDialog } from "./dialog.js";
import {
  actingPages, choice, cursorPage, doing, html, liveOf, livePages, paperName, path, remove, scannedPapers, sheet, state, t, takeDossier, typing,
} from "./kit.js";
import { change, correct, ids, move } from "./pages.js";
import { emptyPaper, paperFields, paperValues, wrongPaper } from "./paper.js";

dialogs({
  move({ pages, paper }) {
    const places = livePages().filter((page) => page.paper.id === Number(paper) && !pages.includes(page.id));
    return sheet("move", html`${choice("dialog.paper", "move.paper", scannedPapers().map((one) => ({ id: one.id, text: paperName(one) })))}
      ${choice("dialog.before", "move.place", [{ id: "", text: t("move.end") }, ...places.map(({ id, number }) => ({ id, text: t("move.start", { n: number }) }))])}`,
    "move.do", { title: t("move.title", { n: pages.length }) });
  },
  split: ({ at: n }) => sheet("split", html`<p class="about">${t("split.hint", { n })}</p>${paperFields({ isShort: true })}`, "split.do",
    { title: t("split.title", { n }), icon: "split", busy: state.busy.correct && t("saving") }),
});

// A place in one paper is none in another.
typing({
  "dialog.paper"() { state.dialog.before = ""; },
});

doing({
  "move.open"() {
    const pages = state.dossier?.isOpen ? actingPages() : [];
    if (pages.length) openDialog("move", { pages: ids(pages), paper: pages[0].paper.id, before: "" });
  },
  async "move.do"() {
    const { pages, paper, before } = state.dialog;
    if (await move(pages, Number(paper), Number(before) || null)) closeDialog();
  },
  "split.open"() {
    const page = state.dossier?.isOpen && cursorPage();
    if (page) openDialog("split", { page: page.id, at: page.number, ...emptyPaper() });
  },
  async "split.do"() {
    const { dialog } = state;
    if (wrongPaper(dialog)) return;
    const { paper } = livePages().find(({ id }) => id === dialog.page);
    const order = ids(liveOf(paper));
    const going = order.slice(order.indexOf(dialog.page));
    const before = new Set(ids(state.dossier.papers));
    const back = async () => {
      await change({ action: "move", pages: going, paper: paper.id, before: null });
      const made = state.dossier.papers.find(({ id }) => !before.has(id));
      if (made && !liveOf(made).length) takeDossier(await remove(`${path()}/papers/${made.id}`));
    };
    if (await correct(() => [{ action: "split", pages: [dialog.page], newPaper: paperValues(dialog) }, back])) closeDialog();
  },
});
