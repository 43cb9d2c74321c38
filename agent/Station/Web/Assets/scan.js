// Scanning: where the next pages go, the big button, what the scanner is doing, what to do when it stopped short.

import {
  afterwards, alarm, attempt, bare, button, changed, choice, cursorPage, doing, fail, focus, format, html, icon, isScanning,
  isScanningHere, liveOf, livePages, loadDossier, paperName, path, post, remove, resetMode, said, say, scannedPapers, state, t, takeDossier,
  takeScansWith, tell, tick, typing,
} from "./kit.js";
import { ensureDossier } from "./work.js";

const choicesKey = "sohoa.scan";
state.choices = { source: "automatic", ...JSON.parse(localStorage.getItem(choicesKey)) };

const isManual = () => state.choices.source === "manualDuplex";

/** How to scan: where the paper lies and how well. Kept for this PC. */
export function scanChoices() {
  const texts = (options = []) => options.map(({ id, text }) => ({ id, text: said(text) }));
  const { sources, profiles, profile } = state.desk ?? {};
  // What the province wants, else the usual; what the officer chose instead holds until the province wants another.
  const offered = profile ?? "standard";
  if (state.desk && state.choices.offered !== offered) Object.assign(state.choices, { profile: offered, offered });
  return html`<div class="pair" data-key="choices">
    ${choice("choices.source", "scan.source", [...texts(sources), { id: "manualDuplex", text: t("scan.manualDuplex") }])}
    ${choice("choices.profile", "scan.profile", texts(profiles))}
    ${isManual() && state.mode.kind === "next" && html`<div class="guide">${icon("flip")}<p>${t("mode.fronts")}</p></div>`}</div>`;
}

const keepChoices = () => localStorage.setItem(choicesKey, JSON.stringify(state.choices));

typing({
  "choices.source": keepChoices,
  "choices.profile": keepChoices,
  target(value) { state.target = Number(value) || null; },
});

/** The big button with `text`, and what else brings pages. */
export const scanButtons = (text) => html`<div class="big">${button("scan.start", { text, icon: "scan", kind: "main huge", keys: "F2", id: "scan",
    off: isScanning() && elsewhere(), busy: state.busy.scan && t("scan.starting") })}
  <div class="row">${button("files.choose", { icon: "file" })}${button("look.open", { icon: "search", keys: "F4" })}</div></div>`;

const elsewhere = () => t("scan.elsewhere", { code: state.scan.code, by: state.scan.startedBy || "sohoa-agent" });

/** That the scanner works for another dossier. */
export const otherScan = () => html`<p class="aside" data-key="elsewhere">${icon("scan")} <span>${elsewhere()}</span>
  ${button("open", { text: t("scan.show"), kind: "quiet", data: { code: state.scan.code } })}</p>`;

/** Whether sheets are stated for a paper and have not all been fed. */
const isAwaited = ({ sheets, pages }) => sheets > new Set(pages.filter(isFed).map((page) => page.sheet)).size;

const isFed = ({ removal }) => !removal || removal === "blank";

/** The paper that scanned pages go to; nothing leaves it to the sheets stated for each. */
export function targetPaper() {
  const papers = scannedPapers();
  if (state.target) return papers.find((paper) => paper.id === state.target);
  if (papers.some(isAwaited)) return undefined;
  const pages = livePages();
  // After an interruption the rest goes where the last page went.
  if (state.dossier?.interruption && pages.length) return pages.reduce((a, b) => (b.id > a.id ? b : a)).paper;
  return papers.findLast((paper) => !liveOf(paper).length) ?? papers.at(-1);
}

/** The fronts in these papers whose backs are not there: pages alone on their sheet. */
export function loneFronts(papers) {
  const pages = papers.flatMap((paper) => paper.pages.filter(isFed));
  // One that was left out as blank lies in the stack all the same.
  return pages.filter((page) => pages.every((other) => other === page || other.sheet !== page.sheet)).map((page) => page.id);
}

/** The panel's part for scanning, for the dossier at hand. */
export function scanPanel() {
  if (isScanningHere()) return running();
  const { mode, dossier } = state;
  const isNext = mode.kind === "next";
  return html`${isScanning() ? otherScan() : ended()}${!isNext && guidance(mode)}
    ${scanButtons(isNext ? t(dossier.interruption ? "scan.resume" : "scan.start") : t(`scan.${mode.kind}`, { n: mode.number }))}
    ${isNext && into()}${scanChoices()}`;
}

function into() {
  const papers = scannedPapers();
  if (!papers.length) return html`<div class="guide" data-key="need">${icon("warn")}<p>${t("scan.needPaper")}</p></div>`;
  const options = papers.map((paper) => ({ id: paper.id, text: paperName(paper) }));
  if (papers.some(isAwaited)) options.unshift({ id: "", text: t("scan.auto") });
  return choice("target", "scan.into", options, targetPaper()?.id ?? "");
}

/** What a mode is for; where the scan stopped short, what stands above says how to go on. */
const guidance = ({ kind, number: n, pages }) => html`<div class="guide" data-key="mode-${kind}">${icon(kind === "backs" ? "flip" : "insert")}
  <p>${!(pages && state.dossier.interruption) && t(`mode.${kind}`, { n })} ${pages && html`<b>${t("mode.backsCount", { n: pages.length })}</b>`}</p>
  ${pages && tick("mode.isForward", "mode.backsForward")}${button("scan.leaveMode", { text: t("cancel"), kind: "quiet", keys: "Esc" })}</div>`;

function running() {
  const { state: now, page, bytes, pagesSaved, text } = state.scan;
  return html`<div class="running" data-key="running" data-scan="${now}"><p class="now"><span class="pulse" aria-hidden="true"></span>
    <b>${(now === "waiting" && said(text)) || t(`scan.${now}`, { n: page })}</b>
    ${now === "scanning" && bytes > 0 && html`<small>${t("scan.received", { bytes: format.bytes(bytes) })}</small>`}</p>
    <p class="safe">${icon("check")} ${t("scan.savedNow", { n: pagesSaved })}</p>
    ${button("scan.stop", { icon: "stop", kind: "huge", keys: "F8", id: "stop", busy: now === "stopping" && t("scan.stopping") })}</div>`;
}

/** How the last scan ended; after a jam what is saved and where to go on stands first. */
function ended() {
  const { scan, dossier: { interruption, resume } } = state;
  const mine = scan?.state === "ended" && scan.code === state.code ? scan : null;
  if (interruption || mine?.isComplete === false) {
    const isEmpty = !livePages().length;
    return html`<div class="fault" data-key="fault" id="fault">${icon("warn")}<div>
      <h2>${t(isEmpty || mine?.pagesSaved === 0 ? "scan.notBegun" : "scan.stopped")}</h2><p>${said(mine?.text ?? interruption.text)}</p>
      ${!isEmpty && html`<p class="resume">${said(mine?.resume ?? resume ?? interruption?.resume)}</p>`}</div></div>`;
  }
  return mine?.text && html`<div class="ended" data-key="ended">${icon("check")}<p>${said(mine.text)}</p>${bare("scan.dismiss", "close")}</div>`;
}

/** Where the mode says that pages go, as the server takes it. */
function placement({ kind, page, pages, isForward }) {
  const paper = targetPaper();
  if (kind === "next") return { awaitsBacks: isManual(), ...(paper ? { paper: paper.id, placement: { kind: "endOf" } } : { placement: { kind } }) };
  if (kind === "backs") return { placement: { kind, pages: isForward ? pages : pages.toReversed(), isForward: Boolean(isForward) }, pageLimit: pages.length };
  return { placement: { kind, page }, ...(kind === "replacing" && { pageLimit: 1 }) };
}

/** Starts to scan as the mode says; makes the dossier first where there is none. */
const start = () => attempt("scan", async () => {
  if (isScanning()) return tell("info", elsewhere());
  const dossier = await ensureDossier();
  if (!dossier) return undefined;
  const { mode, choices: { profile, source } } = state;
  if (!scannedPapers().length) return fail({ target: t("scan.needPaper") });
  const before = state.scan;
  const answer = await post("scan", { code: dossier.code, profile, source: isManual() || mode.kind === "backs" ? "feeder" : source, ...placement(mode) });
  // An event may have overtaken the answer.
  if (state.scan === before) takeScan(answer);
  return focus("stop");
});

/** Takes what an event says of the scan, and says aloud what matters. */
export function takeScan(scan) {
  const before = state.scan;
  state.scan = scan;
  if (before && before.state !== "ended") {
    if (scan?.pagesSaved > before.pagesSaved) say(t("scan.saidPage", { n: scan.pagesSaved }));
    if (scan?.state === "ended") end(scan);
  }
  changed();
}

takeScansWith(takeScan);

async function end(scan) {
  (scan.isComplete ? say : alarm)([said(scan.text), said(scan.resume)].filter(Boolean).join(" "));
  const hadFocus = document.activeElement.id === "stop";
  if (scan.code === state.code) {
    await loadDossier().catch(() => {});
    // The place that was scanned for is filled, or the dossier knows what is left.
    if (state.dossier) resetMode();
  }
  changed();
  if (hadFocus) focus("scan");
}

/** Prepares to scan for one place in the dossier; the big button does it once the paper lies ready. */
export function prepare(mode) {
  if (!state.dossier?.isOpen) return;
  Object.assign(state, { mode, isWide: false });
  changed();
  afterwards(() => {
    document.getElementById("scan")?.focus();
    say(t(`mode.${mode.kind}`, { n: mode.number }));
  });
}

const at = (kind) => () => {
  const page = cursorPage();
  if (page) prepare({ kind, page: page.id, number: page.number });
};

doing({
  "scan.start": start,
  "scan.stop": () => attempt("stop", async () => {
    await remove("scan");
    if (isScanning()) state.scan = { ...state.scan, state: "stopping" };
  }),
  "scan.dismiss": () => attempt("dismiss", async () => {
    await remove("scan");
    state.scan = null;
  }),
  "scan.leaveMode": () => !isScanningHere() && attempt("leaveMode", async () => {
    if (state.mode.isKept) takeDossier(await remove(`${path()}/unfinished`));
    resetMode();
  }),
  "scan.backs": ({ dataset }) => prepare({ kind: "backs", pages: loneFronts(scannedPapers().filter((paper) => paper.id === Number(dataset.paper))) }),
  "scan.into"({ dataset }) {
    state.target = Number(dataset.paper);
    changed();
  },
  "page.rescan": at("replacing"),
  "page.before": at("before"),
  "page.after": at("after"),
});
