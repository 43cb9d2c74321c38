// Who is here: signing in by name and PIN, the lock after idle time, signing out.

import { draftLeft, loadDraft, sendDraft } from "./draft.js";
import {
  attempt, attributes, button, changed, clock, currentLanguage, doing, fail, field, focus, forget, get, html, icon, listen, loadDesk,
  loadDossier, loadProcedures, onSignedOut, post, put, remove, said, say, setLanguage, state, t, tell, useToken,
} from "./kit.js";
import { takeScan } from "./scan.js";

let events = null;
let idleTimer = null;
let lastUse = Date.now();
let lastTold = 0;
// This tab was locked: only the PIN opens it.
let lockedHere = false;
// Tabs of one browser count as one desk: work in any of them keeps all of them open.
const otherTabs = new BroadcastChannel("sohoa");

/** Asks who is here and shows what that person may see. */
export async function loadSession() {
  try {
    await take(await get("session"));
    state.loadFault = null;
  } catch (fault) {
    state.loadFault = fault.text;
    // Who is in hears of it by the events, which try again themselves.
    if (!state.session) setTimeout(loadSession, 3000);
  }
  changed();
}

onSignedOut(loadSession);

async function take(answer) {
  let session = answer;
  useToken(session.csrf);
  if (lockedHere && session.state === "signedIn") {
    // Locked at once, also while the agent does not answer; it hears of it as soon as it does.
    post("session/lock").catch(() => {});
    session = { ...session, state: "locked" };
  }
  const before = state.session?.state;
  await setLanguage(session.language ?? currentLanguage());
  state.session = session;
  if (session.state !== "signedIn") leave(session);
  else if (before !== "signedIn") arrive(session.officer.id);
  changed();
}

function arrive(officer) {
  if (state.form.owner && state.form.owner !== officer) forget();
  state.form.owner = officer;
  events?.();
  events = listen({
    hello({ version }) {
      state.isNewer = Boolean(state.version && state.version !== version);
      state.version ??= version;
      state.isLost = false;
      // Whatever happened while nobody listened is fetched now.
      refresh(["desk", "dossier:*", "draft"]);
      if (!state.procedures) loadProcedures().catch(() => {});
    },
    change: ({ topics }) => refresh(topics),
    scan: takeScan,
    link(link) {
      state.link = link;
      changed();
    },
    lost() {
      if (!state.isLost) say(t("app.lost"));
      state.isLost = true;
      // An agent that was restarted may ask for the PIN again.
      loadSession();
    },
  });
  used();
  watchIdle();
  document.dispatchEvent(new Event("sohoa-arrived"));
}

function leave({ state: now, officer, officers }) {
  events?.();
  events = null;
  clearTimeout(idleTimer);
  if (now !== "locked") draftLeft();
  forget({ keepsDraft: now === "locked" });
  state.signIn = { officer: officer?.id ?? (officers?.length === 1 ? officers[0].id : null), pin: "" };
  focus("f-signIn-pin");
}

/** Fetches what the topics of a change name. */
function refresh(topics) {
  const failed = (fault) => {
    if (fault.status && ![401, 404].includes(fault.status)) tell("bad", fault.text);
  };
  if (topics.includes("session")) loadSession();
  if (topics.includes("draft")) loadDraft().catch(failed);
  if (topics.some((topic) => !["session", "draft"].includes(topic))) loadDesk().catch(failed);
  // What is on its way moves with the queue; the panel of its dossier shows it, too.
  const isUnderWay = topics.includes("queue") && state.dossier?.submissions.some(({ state: now }) => ["sealed", "announced"].includes(now));
  const { code } = state;
  if (!isUnderWay && !topics.includes(`dossier:${code}`) && !topics.includes("dossier:*")) return;
  loadDossier().catch((fault) => {
    failed(fault);
    // Somebody else has discarded it; who did so herself knows.
    if (fault.status === 404 && !state.busy.discard) tell("bad", t("dossier.gone", { code }));
  });
}

/** Somebody is at the desk: the other tabs hear of it, and once a minute the server, which locks as well. */
function used() {
  const now = Date.now();
  const { lockSeconds, state: where } = state.session ?? {};
  // The first touch after the PC slept is no sign that the officer stayed.
  if (where === "signedIn" && lockSeconds && now - lastUse > lockSeconds * 1000) return void lock();
  if (now - lastUse > 1000) otherTabs.postMessage("used");
  lastUse = now;
  if (state.session?.state !== "signedIn") return;
  if (now - lastTold > 60_000 || state.soonLocked) {
    lastTold = now;
    post("session/active").catch(() => {});
  }
  if (state.soonLocked) watchIdle();
}

otherTabs.onmessage = () => (lastUse = Date.now());
for (const kind of ["pointerdown", "pointermove", "keydown", "wheel"]) addEventListener(kind, used, { passive: true, capture: true });

/** Locks after the set time without use, and says so a little before. */
function watchIdle() {
  clearTimeout(idleTimer);
  const { lockSeconds, state: now } = state.session;
  if (now !== "signedIn" || !lockSeconds) return;
  const warning = Math.min(20, lockSeconds / 2);
  const left = lockSeconds - (Date.now() - lastUse) / 1000;
  if (left <= 0) return lock();
  const isSoon = left <= warning;
  if (isSoon !== Boolean(state.soonLocked)) {
    state.soonLocked = isSoon;
    if (isSoon) say(t("in.soon"));
    changed();
  }
  idleTimer = setTimeout(watchIdle, Math.max(200, (isSoon ? left : left - warning) * 1000));
}

const lock = () => attempt("lock", () => {
  lockedHere = true;
  return take(state.session);
});

const signOut = () => attempt("leave", async () => {
  await sendDraft();
  await remove("session");
  lockedHere = false;
  await loadSession();
});

doing({
  "session.choose": ({ dataset }) => {
    state.signIn = { officer: Number(dataset.id), pin: "" };
    state.errors = {};
    changed();
    focus("f-signIn-pin");
  },
  "session.enter": enter,
  "session.lock": lock,
  "session.stay": () => {},
  "session.leave": signOut,
  "session.language": () => attempt("language", async () => {
    const language = currentLanguage() === "vi" ? "en" : "vi";
    await setLanguage(language);
    await put("language", { language }).catch((fault) => {
      // Before anybody is in, it holds for this tab alone.
      if (fault.status !== 401) throw fault;
    });
  }),
});

async function enter() {
  const { officer, pin } = state.signIn;
  if (!pin) return fail({ "signIn.pin": t("in.pinMissing") });
  return attempt("enter", async () => {
    try {
      const session = await post("session", { officer, pin });
      lockedHere = false;
      await take(session);
    } catch (fault) {
      if (!["wrong_pin", "locked_out"].includes(fault.code)) throw fault;
      state.signIn.pin = "";
      document.getElementById("f-signIn-pin").value = "";
      fail({ "signIn.pin": said(fault.text) + (fault.retryAt ? ` ${t("in.retryAt", { time: clock(fault.retryAt) })}` : "") });
    }
  });
}

/** The screen while nobody is signed in: no data of any dossier is in the page. */
export function signInScreen() {
  const { session, signIn } = state;
  const sentence = !session ? state.loadFault || t("app.opening") : session.state.startsWith("no") && t(`app.${session.state}`);
  const isLocked = session?.state === "locked";
  const chosen = isLocked ? session.officer : session?.officers?.find((officer) => officer.id === signIn.officer);
  return html`<main class="calm" id="main" tabindex="-1"><div class="brand">${icon("mark")}<b>Sohoa</b>
    <span>${session?.site?.name ?? t("app.name")}</span></div>
    ${sentence ? html`<p class="lead">${said(sentence)}</p>` : html`<h1>${t(isLocked ? "in.locked" : "in.title")}</h1>
    <p class="lead">${t(isLocked ? "in.lockedHint" : "in.hint")}</p>
    ${!isLocked && html`<ul class="tiles">${session.officers.map(({ id, displayName }) => html`<li><button type="button" class="tile"${attributes({
      id: `officer-${id}`, "data-do": "session.choose", "data-id": id, "aria-pressed": id === chosen?.id })}>
      <span class="face" aria-hidden="true">${initials(displayName)}</span><span>${displayName}</span></button></li>`)}</ul>`}
    ${chosen && html`<form class="pin" data-submit="session.enter" novalidate>
      ${field("signIn.pin", "", { label: t("in.pin", { name: chosen.displayName }), type: "password", mode: "numeric" })}
      ${button("session.enter", { text: t(isLocked ? "in.unlock" : "in.enter"), kind: "main", submits: true, id: "enter", busy: state.busy.enter && t("in.entering") })}
      ${isLocked && button("session.leave", { text: t("in.other"), kind: "quiet" })}</form>`}`}
    <div class="foot">${button("session.language", { kind: "quiet", icon: "globe" })}<small>${session?.version}</small></div></main>`;
}

const initials = (name) => name.trim().split(/\s+/).slice(-2).map((word) => word[0]).join("").toUpperCase();
