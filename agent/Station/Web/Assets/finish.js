// Finishing: the checks, what can be put right there and then, the seal; and the history.

import { changeDossier } from "./about.js";
import { closeDialog, dialogs, openDialog } from "./dialog.js";
import {
  attempt, button, doing, fail, field, focus, get, html, icon, isScanningHere, isSheetCount, liveOf, livePages, loadDesk, loadDossier, moment,
  mostSheets, path, post, said, sheet, state, t, tell, tick,
} from "./kit.js";
import { change, ids } from "./pages.js";
import { addPaper } from "./strip.js";
import { toDesk } from "./work.js";

/** Asks the server what stands in the way, and adds what it leaves to the officer. */
async function check(dialog = state.dialog) {
  const { findings } = await get(`${path()}/check`);
  const { missing = [], interruption, papers } = state.dossier;
  // One that is there and has no pages yet is told of as such, not to be added once more.
  const isThere = ({ type }) => papers.some((paper) => paper.type === type && !paper.reuse && !liveOf(paper).length);
  const more = missing.filter((paper) => !isThere(paper)).map(({ type, name, role }) => ({ code: "missing", type, role, text: t("finish.missing", { name }) }));
  if (interruption) more.push({ code: "interrupted", text: t("finish.interrupted") });
  // Missing papers are told one by one, each with the button that adds it.
  const all = [...findings.filter(({ code }) => code !== "missing_papers"), ...more];
  // What was accepted is what was seen: something new wants to be seen, too.
  const seen = new Set((dialog.findings ?? []).map((one) => JSON.stringify(one)));
  if (all.some((one) => !seen.has(JSON.stringify(one)))) dialog.accepts = false;
  dialog.findings = all;
}

/** The pages as they are now are what the officer finishes. */
const see = (dialog) => (dialog.seen = ids(livePages()));

/** Whether the pages are not those that the officer has seen in this dialog; from now on they are. */
function hasNews(dialog) {
  const before = String(dialog.seen);
  return String(see(dialog)) !== before;
}

function finding({ code, text, isBlocking, pages, paper = "", type = "" }, i) {
  const canScan = ["half_sheet", "no_pages", "empty_paper", "interrupted"].includes(code);
  return html`<li class="${isBlocking ? "bad" : "warn"}" data-finding="${code}" data-key="${code}-${paper}${type}">${icon("warn")}<div><p>${said(text)}</p>
    ${code === "sheet_count" && html`<div class="inline">${field("dialog.sheets", "sheetsExpected", { mode: "numeric" })}${button("finish.count")}</div>`}
    <div class="row">${pages?.length > 0 && button("page.show", { data: { page: pages[0] } })}
    ${code === "blank_pages" && html`${button("finish.leaveOut", { text: t("blank.leaveAll") })}${button("finish.keep", { text: t("blank.keepAll") })}`}
    ${canScan && button("finish.scan", { text: t("scan.resume"), icon: "scan", data: { paper } })}
    ${code === "missing" && button("finish.add", { text: t("paper.add"), icon: "plus", data: { at: i } })}</div></div></li>`;
}

dialogs({
  finish({ findings, accepts }) {
    const { dossier } = state;
    if (!dossier) return "";
    const rows = (findings ?? []).map((one, i) => ({ isBlocking: one.isBlocking, markup: finding(one, i) }));
    const list = (isBlocking) => rows.filter((row) => Boolean(row.isBlocking) === isBlocking).map((row) => row.markup);
    const [must, see] = [list(true), list(false)];
    const off = !findings ? t("finish.checking") : must.length ? t("finish.must") : see.length && !accepts ? t("finish.accept") : null;
    return sheet("finish", html`<p class="summary"><b class="code">${dossier.code}</b> ${dossier.ownerName}<br>${t("pages", { n: livePages().length })} ·
      ${t("sheets", { n: dossier.sheetsFed })} · ${t("papers", { n: dossier.papers.length })}</p><div aria-live="polite">
      ${!findings && html`<p class="lead">${t("finish.checking")}</p>`}${must.length > 0 && html`<h3>${t("finish.must")}</h3>
      <ul class="findings" data-key="must">${must}</ul>`}
      ${see.length > 0 && html`<h3>${t("finish.see")}</h3><ul class="findings" data-key="see">${see}</ul>`}
      ${findings && !rows.length && html`<p class="allgood">${icon("check")} ${t("finish.good")}</p>`}</div>
      <div class="ticks">${tick("dialog.isComplete", "dossier.complete")}${tick("dialog.isUrgent", "finish.urgent")}${see.length > 0 && tick("dialog.accepts", "finish.accept")}</div>
      <p class="about">${t("finish.integrity")}</p>`, "finish.seal", { icon: "seal", id: "seal", off, busy: state.busy.seal && t("finish.doing") });
  },
  history: () => sheet("history", !state.dossier?.history.length ? html`<p>${t("history.none")}</p>`
    : html`<ol class="history">${state.dossier.history.toReversed().map(({ at, by, text }) =>
    html`<li><small>${moment(at)}</small> ${said(text)} <small>${by}</small></li>`)}</ol>`),
});

/** Does a correction asked for in the dialog, then checks again. */
const fix = (work, { dialog } = state) => attempt("check", async () => {
  await work();
  see(dialog);
  await check(dialog);
});

const decide = (action) => () => fix(() => change({ action, pages: state.dialog.findings.find(({ code }) => code === "blank_pages").pages }));

doing({
  "finish.open"() {
    const { dossier } = state;
    if (!dossier?.isOpen) return undefined;
    if (isScanningHere()) return tell("info", t("finish.scanning"));
    const isComplete = dossier.componentsComplete && !dossier.missing?.length;
    openDialog("finish", { isComplete, isUrgent: false, accepts: false, sheets: dossier.sheetsExpected ?? "" });
    see(state.dialog);
    return attempt("check", check);
  },
  "finish.leaveOut": decide("leaveOut"),
  "finish.keep": decide("keepBlank"),
  "finish.count"() {
    const { sheets } = state.dialog;
    if (!isSheetCount(sheets)) return fail({ "dialog.sheets": t("number.bad", { n: mostSheets }) });
    return fix(() => changeDossier({ sheetsExpected: Number(sheets) }));
  },
  "finish.scan"({ dataset }) {
    state.target = Number(dataset.paper) || null;
    closeDialog();
    focus("scan");
  },
  "finish.add"({ dataset }) {
    const { type, role = "component" } = state.dialog.findings[dataset.at];
    return attempt("paper", async () => {
      closeDialog();
      await addPaper({ type, role });
    });
  },
  "finish.seal": () => attempt("seal", async () => {
    const { dialog, dialog: { isComplete, isUrgent: urgent, accepts }, dossier: { code, componentsComplete } } = state;
    if (isComplete !== componentsComplete) await changeDossier({ componentsComplete: isComplete });
    await check(dialog);
    const isNew = hasNews(dialog);
    if (isNew) dialog.accepts = false;
    const { accepts: acceptWarnings, findings, seen: pages } = dialog;
    // What has come up since the dossier was looked at, in another tab or by a scan.
    if (isNew || findings.some(({ isBlocking }) => isBlocking) || (accepts && !acceptWarnings)) return tell("bad", t("finish.news"));
    try {
      await post(`${path(code)}/seal`, { urgent, acceptWarnings, pages });
    } catch (fault) {
      // What changed in this very moment is shown, not only refused.
      await loadDossier().then(() => check(dialog)).catch(() => {});
      see(dialog);
      throw fault;
    }
    closeDialog();
    toDesk();
    tell("good", t("finish.done", { code }), { do: "open", data: { code }, label: t("page.show") });
    await loadDesk();
    return focus("f-form-code");
  }),
  "history.open": () => openDialog("history"),
});
