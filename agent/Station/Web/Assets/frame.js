// The frame round every screen: where this is, the link to the province, who is here; and what holds for all of it.

import { attempt, banner, bare, button, doing, format, html, icon, loadDesk, pill, post, said, state, t } from "./kit.js";

const looks = { unknown: ["", "province"], idle: ["good", "province"], working: ["busy", "upload"], paused: ["", "pause"], offline: ["bad", "offline"] };

/** The bar at the top. */
export function topBar() {
  const { session: { site, officer }, desk } = state;
  const scanner = desk?.scanner;
  const name = scanner ? `${scanner.vendor ?? ""} ${scanner.model ?? ""}`.trim() || scanner.name : t("scanner.none");
  return html`<header class="top"><a class="skip" href="#main" data-do="skip">${t("app.skip")}</a>
    <button type="button" class="brand" data-do="desk" id="top" aria-label="Sohoa: ${t("desk")}">${icon("mark")}<b>Sohoa</b>
    <span>${site?.name ?? t("app.name")}</span></button>
    <span class="gap"></span>${link()}
    ${button("scanner.open", { text: name, label: `${t("scanner")}: ${name}`, icon: "scanner", kind: "quiet", id: "scanner" })}
    ${bare("keys.open", "help", { id: "help", keys: "?" })}
    <details class="menu" id="menu"><summary class="button quiet" aria-label="${t("officer.menu", { name: officer.displayName })}">${icon("user")}
    <span>${officer.displayName}</span>${icon("down")}</summary>
      <div class="items">${[["session.lock", "lock"], ...(officer.role === "manager" ? [["officers.open", "user"]] : []), ["session.language", "globe"], ["session.leave", "leave"]]
        .map(([deed, sign]) => button(deed, { icon: sign, kind: "quiet", id: deed.replace(/session\.|\.open/, "") }))}</div></details></header>`;
}

function link() {
  const { link: now, desk } = state;
  // Until the province has answered once, nobody knows.
  const name = !now || (now.state === "idle" && !now.hasContact) ? "unknown" : now.state;
  const { bytesWaiting, secondsLeft } = desk?.queue ?? {};
  const isGoing = name === "working" && bytesWaiting > 0 && secondsLeft != null;
  const text = isGoing ? t("link.workingLeft", { bytes: format.bytes(bytesWaiting), time: format.duration(secondsLeft) }) : t(`link.${name}`);
  return html`<span id="link" data-state="${name}">${pill(`link ${looks[name][0]}`, looks[name][1], html`<span>${text}</span>`)}</span>`;
}

/** What holds for everything at the moment: no link, paused, the disk, the clock, a lost server. */
export function banners() {
  const { desk, link: now, isLost, isNewer } = state;
  const { disk, clock, stationProblem } = desk ?? {};
  const drift = Math.abs(clock?.correctedBySeconds ?? 0);
  return html`<div id="banners">
    ${isLost && banner("lost", "bad", "offline", t("app.lost"))}
    ${stationProblem && banner("station", "bad", "warn", t("station.problem", { why: said(stationProblem) }))}
    ${disk?.isLow && banner("disk", "bad", "disk", t("disk.low", { free: format.bytes(disk.freeBytes), required: format.bytes(disk.requiredBytes) }))}
    ${now?.state === "offline" && banner("offline", "wait", "offline", [t("link.offlineSince", { time: now.since ? format.moment(now.since) : "…" }), said(now.reason),
      now.nextRetryAt && t("link.nextTry", { time: format.clock(now.nextRetryAt) })].filter(Boolean).join(" "), button("queue.retry", { text: t("link.tryNow"), icon: "rescan" }))}
    ${now?.state === "paused" && banner("paused", "wait", "pause", t("link.pausedText"), button("queue.resume", { icon: "upload" }))}
    ${drift >= 120 && banner("clock", "wait", "clock", t("clock.off", { time: format.duration(drift) }))}
    ${isNewer && banner("newer", "wait", "rescan", t("app.newVersion"), button("reload"))}</div>`;
}

/** What was told beside the work: the last good news, and every piece of bad news until it is read. */
export const notices = () => html`${state.soonLocked && html`<div class="notice" data-key="soon">${icon("lock")}
  <p>${t("in.soon")}</p>${button("session.stay")}</div>`}
  ${state.notices.map(({ id, kind, text, do: deed, label, data }) => html`<div class="notice ${kind}" id="notice-${id}">${icon({ good: "check", bad: "warn" }[kind] ?? "info")}
    <p>${said(text)}</p>${deed && button(deed, { text: label, data })}${bare("notice.close", "close", { text: t("close"), data: { id } })}</div>`)}`;

const queue = (action) => (element) => attempt("queue", async () => {
  const code = element?.dataset.code;
  await post("queue", { action, ...(code && { code }) });
  await loadDesk();
});

doing({
  "queue.pause": queue("pause"),
  "queue.resume": queue("resume"),
  "queue.retry": queue("retry"),
  reload: () => location.reload(),
  skip(element, event) {
    event.preventDefault();
    document.getElementById("main").focus();
  },
});

// The menu closes by Escape, by a choice, and by a click anywhere else.
const closeMenu = (event) => {
  const menu = document.getElementById("menu");
  if (!menu?.open || (event.type === "click" ? event.target.closest("#menu summary") : event.key !== "Escape")) return;
  menu.open = false;
  if (event.type === "keydown") menu.firstElementChild.focus();
};
document.addEventListener("click", closeMenu);
document.addEventListener("keydown", closeMenu);
