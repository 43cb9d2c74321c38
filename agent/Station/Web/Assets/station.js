// The officer's station: one page, drawn from one state. This file puts the parts together and starts them.

import { today } from "./desk.js";
import { drawDialog, watchDialog } from "./dialog.js";
import { newPanel } from "./entry.js";
import { watchFiles } from "./files.js";
import { foundHere } from "./found.js";
import { banners, notices, topBar } from "./frame.js";
import { watchKeys } from "./keys.js";
import {
  bare, button, drawWith, focus, format, html, icon, isScanningHere, livePages, loadHabits, show, state, steps, t, watch,
} from "./kit.js";
import "./pages.js";
import { drawPreview, preview } from "./preview.js";
import { procedureName } from "./procedures.js";
import { scanPanel } from "./scan.js";
import { loadSession, signInScreen } from "./session.js";
import { strip } from "./strip.js";
import { followAddress } from "./work.js";

function dossierPanel() {
  const { code, isOpen, ownerName, ownerIdentityNumber: id, procedure, submissions } = state.dossier;
  const last = submissions.at(-1);
  return html`<section class="panel" id="panel" data-key="panel-${code}" aria-labelledby="dossier-title"><header>
      <div class="title">${button("desk", { icon: "left", kind: "quiet", id: "to-desk" })}
      <span class="gap"></span>${bare("history.open", "clock", { id: "history" })}
      ${isOpen && bare("dossier.edit", "edit", { id: "dossier-edit" })}</div><h1 class="code" id="dossier-title">${code}</h1>
      <p class="owner">${ownerName}</p>
      <p class="about">${state.dossier.procedureName ?? procedureName(procedure)}</p>${id && html`<p class="about">${t("owner.id")}: ${format.masked(id)}</p>`}</header>
    ${isOpen ? html`${scanPanel()}${foundHere()}${last && html`<details class="more">
    <summary>${t("dossier.former")}</summary>${steps(last)}</details>`}${foot()}`
      : html`<div class="sealed"><h2>${icon("seal")} ${t("dossier.sealed")}</h2>${last && steps(last)}
        ${state.dossier.canExtend && html`${button("dossier.extend", { icon: "edit", kind: "main", id: "extend" })}
        <p class="about">${t("dossier.extendHint")}</p>`}
        ${button("new", { icon: "plus", keys: "F9" })}</div>`}</section>`;
}

/** What is safe on this PC, and the way to finish: always in sight. */
function foot() {
  const live = livePages();
  const size = live.reduce((sum, page) => sum + page.bytes, 0);
  return html`<footer class="panel-foot" data-key="foot">${live.length > 0 && html`<p class="safe">${icon("check")} ${t("scan.safe", { pages: t("pages", { n: live.length }), bytes: format.bytes(size) })}</p>`}
    ${button("finish.open", { icon: "seal", kind: "strong", keys: isScanningHere() ? null : "F8", id: "finish", off: isScanningHere() && t("finish.scanning") })}</footer>`;
}

function screen() {
  const { code, dossier, isWide } = state;
  return html`${topBar()}${banners()}<main id="main" tabindex="-1" class="${code ? "on-dossier" : "on-desk"}">${!code ? html`${newPanel()}${today()}`
    : !dossier ? html`<p class="lead">${t("dossier.loading", { code })}</p>`
      : html`${dossierPanel()}<div class="dossier ${isWide && "wide"}" data-key="work-${code}">${strip()}${preview()}</div>`}</main>`;
}

function draw() {
  const isIn = state.session?.state === "signedIn";
  if (isIn) loadHabits(state.dossier?.procedure ?? state.form.procedure);
  else state.dialog = null;
  document.body.dataset.screen = !isIn ? "signIn" : state.code ? "dossier" : "desk";
  show(document.getElementById("app"), isIn ? screen() : signInScreen());
  show(document.getElementById("notices"), isIn ? notices() : "");
  drawDialog();
  drawPreview();
}

// Whoever signs in sees what the address names, or goes on where the lock fell.
document.addEventListener("sohoa-arrived", () => {
  if (!location.hash && state.code) location.hash = state.code;
  state.code = null;
  followAddress();
  if (!state.code) focus("f-form-code");
});

drawWith(draw);
watch();
watchDialog();
watchFiles();
watchKeys();
addEventListener("hashchange", followAddress);
loadSession();
draw();
