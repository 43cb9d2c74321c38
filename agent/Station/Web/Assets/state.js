// What the page knows: copies of the server's state, and what is only the page's own (the choice of pages, drafts).

import { get } from "./api.js";
import { wordsComeTo } from "./texts.js";

/** An empty form for a dossier that does not exist yet. */
export const emptyForm = (owner = null) => ({
  owner, code: "", ownerName: "", ownerIdentityNumber: "", procedure: "", procedureText: "", role: "component", type: "", typeText: "",
});

const ofDossier = () => ({ cursor: null, anchor: null, chosen: new Set(), undo: [], target: null, mode: { kind: "next" } });

const fresh = () => ({
  desk: null, dossier: null, code: null, procedures: null, habits: {}, scan: null, link: null, form: emptyForm(), errors: {}, notices: [],
  busy: {}, dialog: null, combo: null, found: null, isWide: false, isLost: false, ...ofDossier(),
});

/** The whole state; modules change it and call `changed()`. */
export const state = { session: null, version: null, isNewer: false, loadFault: null, signIn: {}, ...fresh() };

/** Forgets everything that a person on this PC could read over another's shoulder; drafts stay if asked. */
export function forget({ keepsDraft } = {}) {
  const { form, code } = state;
  Object.assign(state, fresh(), keepsDraft && { form, code });
}

/** What a path leads to in the state, "form.code" for instance; and to put another value there. */
export const at = (path) => path.split(".").reduce((value, key) => value?.[key], state);

export function setAt(path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  const holder = at(keys.join(".")) ?? state;
  holder[last] = value;
}

let draw = () => {};
let isDue = false;

export const drawWith = (what) => (draw = what);

/** The screen is to be brought up to date by what `drawWith` named, once for all changes of this moment. */
export function changed() {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    draw();
  });
}

/** Does `what` once the screen is up to date. */
export const afterwards = (what) => setTimeout(what);

/** Puts the focus on the element with this id, once it is drawn. */
export const focus = (id) => afterwards(() => document.getElementById(id)?.focus());

wordsComeTo(changed);

const running = new Map();

/** Fetches once at a time; asked again meanwhile, once more afterwards, so that the last answer is never stale. */
export function once(name, fetchIt) {
  const now = running.get(name);
  if (now) {
    now.again = true;
    return now.promise;
  }
  const job = {};
  job.promise = (async () => {
    try {
      do {
        job.again = false;
        await fetchIt();
      } while (job.again);
    } finally {
      running.delete(name);
      changed();
    }
  })();
  running.set(name, job);
  return job.promise;
}

let takeScan = (scan) => (state.scan = scan);

export const takeScansWith = (what) => (takeScan = what);

/** The desk: link, queue, open dossiers, today. */
export const loadDesk = () =>
  once("desk", async () => {
    const desk = await get("desk");
    if (state.session?.state !== "signedIn") return;
    state.desk = desk;
    state.link = desk.link;
    // Of a scan that runs, the events know more than an answer that was on its way meanwhile.
    const isOld = isScanning() && state.scan.code === desk.scan?.code && state.scan.pagesSaved > desk.scan.pagesSaved;
    if (!isOld) takeScan(desk.scan);
  });

/** Where a dossier is in the API. */
export const path = (code = state.code) => `dossiers/${encodeURIComponent(code)}`;

/** The dossier at hand, if any; one that is gone is closed. */
export const loadDossier = () =>
  once("dossier", async () => {
    const { code } = state;
    if (!code) return;
    try {
      const dossier = await get(path(code));
      if (state.code === code) takeDossier(dossier);
    } catch (fault) {
      if (state.code === code && fault.status === 404) {
        state.code = state.dossier = null;
        location.hash = "";
      }
      throw fault;
    }
  });

/** The procedures with their papers. */
export const loadProcedures = () => once("procedures", async () => (state.procedures = await get("procedures")));

/** The kinds of paper this office uses, those of `procedure` first. */
export function loadHabits(procedure = "") {
  if (state.habits[procedure]) return;
  once(`habits ${procedure}`, async () => {
    const answer = await get(`papers?procedure=${encodeURIComponent(procedure)}`).catch(() => null);
    state.habits[procedure] = answer?.habits ?? [];
  });
}

/** What the next scan is for: where an earlier one left off, or the stack. */
const modeOf = ({ unfinished: left }) => (left ? { ...left, isKept: true, number: livePages().find(({ id }) => id === left.page)?.number } : { kind: "next" });

/** Goes back to what the dossier itself says of the next scan. */
export const resetMode = () => (state.mode = modeOf(state.dossier));

/** Takes a dossier as the server gave it; what was chosen stays chosen as far as it is still there. */
export function takeDossier(dossier) {
  const isOther = state.dossier?.code !== dossier.code;
  const before = isOther ? [] : livePages();
  const place = before.findIndex((page) => page.id === state.cursor);
  if (isOther) Object.assign(state, ofDossier());
  const wasLeft = JSON.stringify(state.dossier?.unfinished);
  state.dossier = dossier;
  if (isOther || JSON.stringify(dossier.unfinished) !== wasLeft) resetMode();
  const live = livePages();
  const ids = new Set(live.map((page) => page.id));
  state.chosen = new Set([...state.chosen].filter((id) => ids.has(id)));
  if (!ids.has(state.cursor)) state.cursor = live[Math.min(Math.max(place, 0), live.length - 1)]?.id ?? null;
  // While pages come in, the one shown is the newest, unless the officer went back to look at another.
  const wasLast = before.length > 0 && place === before.length - 1;
  if (wasLast && live.length > before.length && state.scan?.code === dossier.code) state.cursor = live.at(-1).id;
  state.anchor ??= state.cursor;
  if (!dossier.papers.some((paper) => paper.id === state.target)) state.target = null;
  changed();
}

const pagesOf = (dossier, isWanted) =>
  (dossier?.papers ?? []).flatMap((paper) => paper.pages.filter(isWanted).map((page) => ({ ...page, paper })));

/** The pages of a paper that count. */
export const liveOf = (paper) => paper.pages.filter((page) => !page.removal);

/** The pages of the dossier at hand that count, in reading order, each with its paper and its number. */
export const livePages = () => pagesOf(state.dossier, (page) => !page.removal).map((page, i) => ({ ...page, number: i + 1 }));

/** The pages taken out, which can be restored until the dossier is sealed. */
export const removedPages = () => pagesOf(state.dossier, (page) => page.removal);

/** The page the keyboard is on. */
export const cursorPage = () => livePages().find((page) => page.id === state.cursor);

/** The pages an action is for: the chosen ones, otherwise the one the keyboard is on. */
export function actingPages() {
  const live = livePages();
  const chosen = live.filter((page) => state.chosen.has(page.id));
  return chosen.length ? chosen : live.filter((page) => page.id === state.cursor);
}

/** Whether a page may be blank and is not decided on. */
export const isUndecided = (page) => page.flags.includes("blankSuspected") && !page.isKeptBlank;

/** The papers of the dossier at hand that are not reused. */
export const scannedPapers = () => (state.dossier?.papers ?? []).filter((paper) => !paper.reuse);

/** Whether the scanner is at work, for any dossier; and for the one at hand. */
export const isScanning = () => Boolean(state.scan && state.scan.state !== "ended");
export const isScanningHere = () => isScanning() && state.scan.code === state.code;
