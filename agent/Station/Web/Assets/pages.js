// Choosing pages and correcting them, by mouse, by drag and by keys; every correction can be undone.

import { closeDialog } from "./dialog.js";
import {
  actingPages, afterwards, attempt, changed, doing, focus, isUndecided, liveOf, livePages, path, perform, post, say, scannedPapers,
  state, t, takeDossier, tell,
} from "./kit.js";
import { isNarrow } from "./preview.js";

/** Asks the server for a correction of the dossier at hand. */
export const change = async (body) => takeDossier(await post(`${path()}/pages`, body));

/** The ids of pages. */
export const ids = (pages) => pages.map((page) => page.id);

let turn = Promise.resolve();

/** Does one correction after another: of what a fast hand asks nothing is dropped, and each sees what the one before left. */
function inTurn(work) {
  const done = turn.then(() => attempt("correct", work));
  turn = done.catch(() => {});
  return done;
}

/**
 * Makes the correction that `plan` gives once it is its turn, as what the server is asked and how that is undone:
 * corrections in order, or a function. Tells of it; true when it was made.
 */
export function correct(plan) {
  const { code } = state;
  return inTurn(async () => {
    const [body, undo] = (state.code === code && state.dossier?.isOpen && plan()) || [];
    if (!body?.pages.length) return false;
    if (["remove", "leaveOut"].includes(body.action)) state.chosen = new Set();
    await change(body);
    state.undo.push({ code, undo });
    tell("good", t(`did.${body.action}`, { n: body.pages.length }), undo && { do: "page.undo", label: t("page.undo") });
    keepFocus();
    return true;
  });
}

/** After a correction the keyboard is on a page again, where it was on one. */
function keepFocus() {
  const { activeElement } = document;
  if (activeElement === document.body || activeElement.closest("#strip .page")) focus(state.cursor ? `page-${state.cursor}` : "undo");
}

const undo = () => inTurn(async () => {
  const last = state.undo.pop();
  if (last?.code !== state.code) return;
  if (typeof last.undo === "function") await last.undo();
  else for (const body of last.undo) await change(body);
  tell("good", t("undone"));
  keepFocus();
});

const rotate = (degrees) => () => correct(() => {
  const pages = ids(actingPages());
  return [{ action: "rotate", pages, degrees }, [{ action: "rotate", pages, degrees: 360 - degrees }]];
});

/** Corrects the pages that `which` gives by one action; another brings them back. */
const by = (action, back, which = () => ids(actingPages())) => () => correct(() => {
  const pages = which();
  return [{ action, pages }, [{ action: back, pages }]];
});

/** How pages are moved into a paper, before one of its pages or to its end. */
function moving(pages, paper, before) {
  if (pages.some((page) => page.id === before)) return undefined;
  // To be put back the last first, each before the one that follows it now.
  const back = pages.toReversed().map((page) => {
    const siblings = liveOf(page.paper);
    return { action: "move", pages: [page.id], paper: page.paper.id, before: siblings[siblings.findIndex(({ id }) => id === page.id) + 1]?.id ?? null };
  });
  return [{ action: "move", pages: ids(pages), paper, before }, back];
}

/** Moves the pages with these ids into a paper, before one of its pages or to its end. */
export const move = (pages, paper, before) => correct(() => moving(livePages().filter(({ id }) => pages.includes(id)), paper, before));

/** One place earlier or later; past the end of a paper, into the next one. */
const shift = (step) => () => correct(() => {
  const pages = actingPages();
  if (!pages.length) return undefined;
  const { id, paper } = step < 0 ? pages[0] : pages.at(-1);
  const siblings = liveOf(paper);
  const place = siblings.findIndex((page) => page.id === id);
  if (siblings[place + step]) return moving(pages, paper.id, siblings[step < 0 ? place - 1 : place + 2]?.id ?? null);
  const papers = scannedPapers();
  const other = papers[papers.findIndex((one) => one.id === paper.id) + step];
  return other && moving(pages, other.id, step < 0 ? null : (liveOf(other)[0]?.id ?? null));
});

/** Puts the keyboard on a page; `how` is "extend", "toggle", "keep" or nothing for this page alone. */
export function goToPage(id, how, takesFocus = true) {
  const order = ids(livePages());
  if (!order.includes(id)) return;
  if (how === "extend") {
    if (!order.includes(state.anchor)) state.anchor = state.cursor;
    const [from, to] = [order.indexOf(state.anchor), order.indexOf(id)].sort((a, b) => a - b);
    state.chosen = new Set(order.slice(from, to + 1));
  } else if (how === "toggle") {
    if (!state.chosen.size && id !== state.cursor) state.chosen.add(state.cursor);
    if (!state.chosen.delete(id)) state.chosen.add(id);
  } else if (how !== "keep") state.chosen = new Set();
  if (how !== "extend" && how !== "keep") state.anchor = id;
  state.cursor = id;
  changed();
  afterwards(() => {
    const element = document.getElementById(`page-${id}`);
    if (takesFocus) element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  });
}

/** The page in a direction: so many in order, or "up" and "down" by row. */
export function step(direction, how, takesFocus) {
  const order = ids(livePages());
  if (!order.length) return;
  let to = order.indexOf(state.cursor);
  if (typeof direction === "number") to += direction;
  else {
    const box = (i) => document.getElementById(`page-${order[i]}`)?.getBoundingClientRect();
    const isBeside = (a, b) => a && b && Math.abs(a.top - b.top) < 8;
    const sign = direction === "down" ? 1 : -1;
    const here = box(to);
    let i = to + sign;
    while (isBeside(box(i), here)) i += sign;
    const row = box(i);
    if (!row) return;
    for (to = i; isBeside(box(i), row); i += sign) if (Math.abs(box(i).left - here.left) < Math.abs(box(to).left - here.left)) to = i;
  }
  goToPage(order[Math.max(0, Math.min(to, order.length - 1))], how, takesFocus);
}

const blanks = () => ids(livePages().filter(isUndecided));
const flagged = () => ids(actingPages().filter((page) => page.flags.includes("blankSuspected")));

doing({
  "page.left": rotate(270),
  "page.right": rotate(90),
  "page.remove": by("remove", "restore"),
  "page.earlier": shift(-1),
  "page.later": shift(1),
  "page.leaveOut": by("leaveOut", "restore", flagged),
  // What was kept may be left out after all: that is the way back.
  "page.keep": by("keepBlank", "leaveOut", flagged),
  "blank.leaveAll": by("leaveOut", "restore", blanks),
  "blank.keepAll": by("keepBlank", "leaveOut", blanks),
  "page.restore": ({ dataset }) => by("restore", "remove", () => [Number(dataset.page)])(),
  "page.undo": undo,
  "page.show"({ dataset }) {
    closeDialog();
    goToPage(Number(dataset.page));
  },
  "page.previous": () => step(-1, null, false),
  "page.next": () => step(1, null, false),
  "page.all"() {
    state.chosen = new Set(ids(livePages()));
    say(t("page.count", { n: state.chosen.size }));
    changed();
  },
  "page.toggle": () => goToPage(state.cursor, "toggle"),
});

/** The page of the strip that an event is about. */
export const pageAt = (target) => target.closest?.(".page[data-page]");

document.addEventListener("click", ({ target, shiftKey, ctrlKey }) => {
  const page = pageAt(target);
  if (!page) return;
  const how = shiftKey ? "extend" : ctrlKey ? "toggle" : null;
  goToPage(Number(page.dataset.page), how);
  // Where there is no room for the preview beside the strip, a tap opens it.
  if (!how && isNarrow()) perform("view.wide");
});

document.addEventListener("dblclick", ({ target }) => {
  if (pageAt(target)) perform("view.wide");
});

// Focus that comes by Tab makes the page the current one.
document.addEventListener("focusin", ({ target }) => {
  const id = Number(target.dataset?.page);
  if (target.matches?.(".page") && id !== state.cursor) goToPage(id, "keep");
});

// Dragging comes with the first press on a page.
document.addEventListener("pointerdown", ({ target }) => {
  if (pageAt(target)) import("./drag.js");
});
