// Today: what is being worked on, what is finished and how far on its way, the office's rate against its target.

import { inbox } from "./files.js";
import { bar, button, format, html, icon, progress, said, state, stateOf, t, timeLeft } from "./kit.js";
import { procedureName } from "./procedures.js";

/** Everything beside the form for a new dossier. */
export const today = () => html`<div class="desk" data-key="desk">${!state.desk ? html`<p class="lead">${t("app.opening")}</p>`
  : html`<div class="main">${figures(state.desk)}${openRows(state.desk)}${inbox()}${sentRows(state.desk)}</div>${rates(state.desk)}`}</div>`;

function figures({ today: { dossiers, pages, confirmed, waiting }, queue }) {
  const figure = (name, n, kind) => html`<div class="figure ${kind}" data-figure="${name}"><b>${format.count(n)}</b>
    <span>${t(`today.${name}`, { n })}</span></div>`;
  return html`<section aria-labelledby="today-title"><h2 id="today-title">${t("desk")} <small>${format.date(Date.now())}</small></h2><div class="figures">
    ${figure("dossiers", dossiers)}${figure("pages", pages)}${figure("confirmed", confirmed, "good")}${figure("waiting", waiting)}</div>
    ${queue.refused > 0 && html`<p class="problem">${icon("warn")} ${t("sent.refused", { n: queue.refused })}</p>`}</section>`;
}

/** The sheets of a dossier, of those counted where they were. */
export const sheetsOf = ({ sheetsFed: n, sheetsExpected: of }) => (of ? t("sheetsOf", { n, of }) : t("sheets", { n }));

const openRows = ({ open }) => html`<section aria-labelledby="open-title"><h2 id="open-title">${t("open.title")}</h2>
  ${!open.length ? html`<p class="about">${t("open.none")}</p>` : html`<ul class="rows">${open.map((row) => html`<li data-key="open-${row.code}">
    <button type="button" class="line" data-do="open" data-code="${row.code}"><span class="what"><b class="code">${row.code}</b>
    <span>${row.ownerName}</span>
    <small>${row.procedureName ?? procedureName(row.procedure)} · ${icon("user")} ${row.operator}</small></span><span class="how">${t("pages", { n: row.pages })}
    <small>${sheetsOf(row)}</small></span>
    ${icon("right")}</button>${row.interruption && html`<p class="problem">${icon("warn")} ${said(row.interruption.text)} ${said(row.interruption.resume)}.</p>`}</li>`)}</ul>`}</section>`;

function sentRows({ submissions, queue: { waiting, uploading, bytesWaiting, secondsLeft } }) {
  const isPaused = state.link?.state === "paused";
  return html`<section aria-labelledby="sent-title"><header class="bar-head"><h2 id="sent-title">${t("sent.title")}</h2>
    ${waiting + uploading > 0 && html`<span class="counts">${t("sent.left", { n: waiting + uploading, bytes: format.bytes(bytesWaiting) })}${timeLeft(", ", secondsLeft)}</span>`}
    <span class="gap"></span>${button(isPaused ? "queue.resume" : "queue.pause", { icon: isPaused ? "upload" : "pause", kind: "quiet" })}</header>
    ${!submissions.length ? html`<p class="about">${t("sent.none")}</p>`
    : html`<ul class="rows">${submissions.map((row) => html`<li data-key="sent-${row.digest}"
      data-code="${row.code}" data-state="${row.state}"><button type="button" class="line" data-do="open" data-code="${row.code}"><span class="what">
        <b class="code">${row.code}</b>
      <span>${row.ownerName}</span></span><span class="how"><small>${format.moment(row.receivedAt ?? row.sealedAt)}</small>
      <small>${format.bytes(row.bytes)}${row.isUrgent && html` · ${t("sent.urgent")}`}</small></span>${stateOf(row)}</button>${progress(row)}
      ${row.problem && !row.problem.isFinal && button("queue.retry", { icon: "rescan", data: { code: row.code } })}</li>`)}</ul>`}</section>`;
}

function rates({ briefing }) {
  const year = String(briefing?.progress[0]?.year ?? format.date(Date.now()).slice(6));
  return html`<section class="card" aria-labelledby="rates-title"><h2 id="rates-title">${t("rates.title", { year })}</h2>
    ${!briefing ? html`<p class="about">${t("rates.none")}</p>` : html`<ul class="rates">${briefing.progress.map((one) => rate(one, year < format.date(Date.now()).slice(6)))}</ul>
    <p class="about ${briefing.isStale && "stale"}">${t(briefing.isStale ? "rates.stale" : "rates.asOf", { time: format.moment(briefing.asOf) })}</p>`}</section>`;
}

/** A target that is not reached is missed once its year is over. */
function rate({ indicator, numerator, denominator, targetPermille: target }, isOver) {
  const share = format.permille(numerator, denominator);
  const hasTarget = target != null;
  // Both sides multiplied out: the rounded share must not decide.
  const isMet = hasTarget && numerator * 1000 >= denominator * target;
  const value = share !== null ? format.percent(share) : denominator === 0 ? "—" : t("rates.noDenominator");
  return html`<li data-rate="${indicator}"><div class="rate-head"><span>${t(`rates.${indicator}`)}</span>
    <b class="${share === null && "none"}">${value}</b></div>
    ${share !== null && bar(share / 10, hasTarget ? target / 10 : null, isMet ? "good" : "")}
    <small>${format.count(numerator)}${denominator != null && `/${format.count(denominator)}`}${hasTarget && ` · ${t("rates.target", { target: format.percent(target) })}`}
    ${share !== null && hasTarget && `· ${t(`rates.${isMet ? "met" : isOver ? "missed" : "notMet"}`)}`}</small></li>`;
}
