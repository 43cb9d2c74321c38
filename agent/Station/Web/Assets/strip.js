// The strip: the dossier's papers with their pages as they come in.

import { sheetsOf } from "./desk.js";
import { inbox } from "./files.js";
import {
  attempt, attributes, bare, button, currentLanguage, day, doing, focus, html, icon, isScanningHere, isUndecided, liveOf, livePages, paperName, path,
  picture, post, removedPages, state, t, takeDossier, wordCount,
} from "./kit.js";
import { paperOptions } from "./procedures.js";
import { loneFronts, targetPaper } from "./scan.js";

let drawn = [];

/** The strip of the dossier at hand; hundreds of pages are not made again while nothing of them changes. */
export function strip() {
  const { dossier: { papers, isOpen }, dossier, files, scan, choices, desk, busy } = state;
  const now = [dossier, files, state.cursor, state.chosen, state.chosen.size, state.target, state.undo.length, isScanningHere(), scan?.state, scan?.page,
    choices.source, desk?.inbox, busy.inbox, state.procedures, state.habits[dossier.procedure], currentLanguage(), wordCount()];
  const isSame = document.getElementById("strip") && now.every((value, i) => value === drawn[i]);
  drawn = now;
  if (isSame) return html`<section class="strip" id="strip" data-same></section>`;
  const live = livePages();
  const numbers = new Map(live.map((page) => [page.id, page.number]));
  const blanks = live.filter(isUndecided);
  return html`<section class="strip" id="strip" aria-labelledby="strip-title"><header class="strip-head">
    <h2 id="strip-title">${live.length ? t("pages", { n: live.length }) : t("strip")}</h2>
    ${live.length > 0 && html`<span class="counts">${sheetsOf(dossier)} · ${t("papers", { n: papers.length })}</span>`}<span class="gap"></span>
    ${isOpen && button("page.undo", { icon: "undo", kind: "quiet", id: "undo", off: !state.undo.length })}</header>
    ${isOpen && blanks.length > 0 && html`<div class="hintbar" data-key="blanks">${icon("blank")}<p>${t("blank.some", { n: blanks.length })}</p>
      ${button("page.show", { data: { page: blanks[0].id } })}${button("blank.leaveAll")}${button("blank.keepAll")}</div>`}
    ${files && html`<div class="hintbar" data-key="files" role="status">${icon("file")}<p>${t("files.doing", files)}</p></div>`}
    ${!live.length && !papers.length && html`<div class="empty" data-key="empty">${icon("scan")}<h3>${t("strip.empty")}</h3>
    <p>${t("strip.emptyHint")}</p></div>`}
    ${papers.map((paper) => paperSection(paper, numbers))}${isOpen && html`${adder()}${inbox()}${taken()}`}</section>`;
}

function paperSection(paper, numbers) {
  const { isOpen, papers } = state.dossier;
  const { id, reuse, number, issuedOn } = paper;
  const pages = liveOf(paper);
  const name = paperName(paper);
  const isTarget = isOpen && targetPaper()?.id === id;
  const isComing = isTarget && isScanningHere() && state.scan.state === "scanning";
  const details = [t(`role.${paper.role}`), number && t("paper.numberOf", { number }), day(issuedOn), !reuse && t("pages", { n: pages.length })];
  return html`<section class="paper ${isTarget && papers.length > 1 && "target"}" data-key="paper-${id}" data-paper="${id}" aria-labelledby="paper-${id}">
    <header><div class="name"><h3 id="paper-${id}">${name}</h3><small>${details.filter(Boolean).join(" · ")}</small></div>
      ${isOpen && html`<div class="actions">
      ${state.choices.source === "manualDuplex" && loneFronts([paper]).length > 0 && button("scan.backs", { icon: "flip", kind: "quiet", data: { paper: id } })}
      ${!reuse && papers.length > 1 && bare("scan.into", "scan", { text: `${t("paper.target")}: ${name}`, pressed: isTarget, data: { paper: id } })}
      ${bare("paper.edit", "edit", { text: t("paper.edit", { name }), data: { paper: id } })}</div>`}</header>
    ${reuse ? html`<p class="reused">${icon("reuse")} <span>${t("paper.reused", { date: day(reuse.digitisedOn) })}
    <small>${t("paper.reusedFrom", { code: reuse.dossier })}</small></span></p>`
      : html`<ul class="thumbs" role="listbox" aria-multiselectable="true" aria-label="${name}">${pages.map((page) => thumb(page, numbers.get(page.id)))}
      ${isComing && html`<li class="page coming" role="presentation"><span class="pulse"></span>
      <span>${t("scan.scanning", { n: state.scan.page })}</span></li>`}
      ${!pages.length && !isComing && html`<li class="nothing" role="presentation">${t("strip.paperEmpty")}</li>`}</ul>`}</section>`;
}

const frame = (page) => html`<span class="frame turn-${page.rotation || 0}">
  <img src="${picture(state.code, page.id, "thumbnail")}" alt="" loading="lazy" decoding="async" draggable="false"></span>`;

function thumb(page, number) {
  const { chosen, cursor, dossier } = state;
  const { id, rotation } = page;
  const flags = page.flags.filter((flag) => flag !== "blankSuspected" || isUndecided(page));
  const label = [t("page.name", { n: number }), ...flags.map((flag) => t(`heard.${flag}`)), rotation && t("heard.rotated", { n: rotation })];
  return html`<li class="page" role="option" draggable="${String(dossier.isOpen)}"${attributes({ id: `page-${id}`, "data-page": id, tabindex: id === cursor ? 0 : -1,
    "aria-selected": chosen.size ? chosen.has(id) : id === cursor, "aria-label": label.filter(Boolean).join(", ") })}>${frame(page)}
    <span class="label"><b>${number}</b>${flags.map((flag) => html`<span class="flag ${["blankSuspected", "repeated", "cutShort"].includes(flag) && "warn"}">${t(`flag.${flag}`)}</span>`)}</span></li>`;
}

/** The row that adds papers: what the procedure still lacks first, then habits, then any other. */
function adder() {
  const { papers, missing = [], procedure } = state.dossier;
  const lacks = (option) => missing.some((paper) => paper.type === option.value);
  const options = paperOptions(procedure).filter(({ value }) => !papers.some((paper) => paper.type === value)).toSorted((a, b) => lacks(b) - lacks(a));
  const chip = (deed, text, type, isMissing) => html`<button type="button" class="chip ${isMissing && "missing"}"${attributes({ "data-do": deed, "data-type": type, id: `add-${type}` })}>
    ${icon("plus")}<span>${text}${isMissing && html` <small>${t("paper.missing")}</small>`}</span></button>`;
  return html`<section class="adder" data-key="adder" aria-labelledby="adder-title"><h3 id="adder-title">${t("paper.add")}</h3><div class="chips">
    ${options.filter((option, i) => lacks(option) || i < 5).map((option) => chip("strip.add", option.text, option.value, lacks(option)))}${chip("paper.new", t("paper.other"), "other")}</div></section>`;
}

/** Adds a paper to the dossier at hand; it is what is scanned next. */
export async function addPaper(body) {
  const before = new Set(state.dossier.papers.map((paper) => paper.id));
  takeDossier(await post(`${path()}/papers`, body));
  state.target = state.dossier.papers.find((paper) => !before.has(paper.id))?.id;
  focus("scan");
}

doing({
  "strip.add": ({ dataset }) => attempt("paper", () => {
    const { value: type, role = "component", authority = null, level = null } = paperOptions(state.dossier.procedure).find(({ value }) => value === dataset.type);
    return addPaper({ type, role, authority, level });
  }),
});

/** What was taken out, until the dossier is sealed. */
function taken() {
  const pages = removedPages();
  return pages.length > 0 && html`<details class="taken" id="taken"><summary>${icon("trash")} ${t("removed", { n: pages.length })}</summary>
    <p class="about">${t("removed.hint")}</p>
    <ul>${pages.map((page) => {
      const what = `${paperName(page.paper)}, ${t(`removed.${page.removal}`)}`;
      return html`<li data-key="taken-${page.id}">${frame(page)}
        <small>${what}</small>${button("page.restore", { icon: "undo", label: `${t("page.restore")}: ${what}`, data: { page: page.id } })}</li>`;
    })}</ul></details>`;
}
