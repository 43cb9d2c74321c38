// The pieces that every screen is made of; their looks are in station.css under the same names.

import * as format from "./format.js";
import { at, state } from "./state.js";
import { said, t } from "./texts.js";
import { attributes, html, icon } from "./view.js";

/** A key as it is shown; screen readers are told by `aria-keyshortcuts`. */
export const key = (name) => html`<kbd aria-hidden="true">${name}</kbd>`;

/**
 * A button that does a deed; its text is the deed's.
 *
 * @param more keys: its shortcut; off: true, or why it is; busy: what is being done; label: for those who listen; submits:
 *   its form has the deed; bare: the icon alone.
 */
export function button(deed, { icon: sign, text = t(deed), kind = "", keys, off, busy, label, id, data = {}, pressed, submits, bare } = {}) {
  return html`<button class="button ${kind} ${bare && "bare"}"${attributes({
    type: submits ? "submit" : "button", id, "data-do": submits ? null : deed, "aria-disabled": off || busy ? true : null,
    "aria-label": label ?? (bare ? text : null), title: typeof off === "string" ? off : bare ? (label ?? text) : null, "aria-keyshortcuts": keys,
    "aria-pressed": pressed, ...Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value])),
  })}>${sign && icon(sign)}${!bare && html`<span>${busy || text}</span>${keys && key(keys)}`}</button>`;
}

/** A button that is its icon alone. */
export const bare = (deed, sign, more) => button(deed, { icon: sign, kind: "quiet", bare: true, ...more });

/** A labelled field bound to `path` of the state; `name` is the key of its label, `control` what stands for the input. */
export function field(path, name, { hint, isOptional, type = "text", mode, kind = "", label = t(name), control } = {}) {
  const id = `f-${path.replaceAll(".", "-")}`;
  const error = state.errors[path];
  const about = attributes({
    id, "data-bind": path, autocomplete: "off", spellcheck: "false", inputmode: mode, "aria-invalid": error && true,
    "aria-describedby": (hint || error) && `${id}-about`,
  });
  return html`<div class="field ${kind}" data-key="${id}-field">
    <label for="${id}">${label}${isOptional && html` <small>(${t("optional")})</small>`}</label>
    ${control ? control(about) : html`<input type="${type}" value="${at(path) ?? ""}"${about}>`}
    ${(hint || error) && html`<p class="about ${error && "error"}" id="${id}-about">${error && icon("warn")} ${error || hint}</p>`}</div>`;
}

/** A labelled choice from a short list: `{id, text}`, or ids whose texts are `name.id`. */
export const choice = (path, name, options, value = at(path)) =>
  field(path, name, {
    control: (about) => html`<select${about}>${options.map((option) => {
      const id = option.id ?? option;
      return html`<option value="${id}" ${String(id) === String(value) && "selected"}>${option.text ?? t(`${name}.${option}`)}</option>`;
    })}</select>`,
  });

/** A labelled tick. */
export const tick = (path, name, label = t(name)) => html`<label class="tick" data-key="tick-${path}">
  <input type="checkbox" data-bind="${path}" id="f-${path.replaceAll(".", "-")}" ${at(path) && "checked"}><span>${label}</span></label>`;

/** A line across the page that says what holds for everything, with what can be done about it. */
export const banner = (id, kind, sign, text, action) => html`<div class="banner ${kind}" id="banner-${id}">${icon(sign)}<p>${text}</p>${action}</div>`;

const looks = { sealed: ["disk", ""], announced: ["upload", "busy"], received: ["province", "good"], refused: ["warn", "bad"], replaced: ["disk", ""] };

/** A mark in a word. */
export const pill = (kind, sign, text) => html`<span class="pill ${kind}">${icon(sign)}${text}</span>`;

/** The state of a submission in a word. */
export const stateOf = ({ state: name }) => pill(looks[name][1], looks[name][0], t(`state.${name}`));

/** How much of a submission is sent, while it is on its way; and why it does not go on, in words. */
export const progress = ({ state: name, bytes, sentBytes, secondsLeft, problem }) => html`${name === "announced" && html`<div class="sending">
    ${bar((sentBytes / (bytes || 1)) * 100)}<small>${format.bytes(sentBytes)} / ${format.bytes(bytes)}${timeLeft(" · ", secondsLeft)}</small></div>`}
  ${problem && html`<p class="problem">${icon("warn")} ${said(problem.text)}</p>`}`;

/** How long a transfer still takes, behind `before`; nothing where that is not known. */
export const timeLeft = (before, seconds) => seconds != null && html`${before}${t("time.left", { time: format.duration(seconds) })}`;

/** A bar filled to `share` of a hundred, with a mark where the target is. Drawn: styles may not be set in markup. */
export const bar = (share, target, kind = "") => html`<svg class="bar ${kind}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
  <rect class="rail" width="100" height="8"/><rect width="${Math.min(100, share).toFixed(1)}" height="8"/>
  ${target != null && html`<rect class="goal" x="${Math.min(99, target).toFixed(1)}" width="1" height="8"/>`}</svg>`;

/** The way of a dossier: saved here, on its way, at the province. */
export function steps(submission) {
  const { state: name } = submission;
  const isOver = name === "refused" || name === "replaced";
  const order = isOver ? ["sealed", name] : ["sealed", "announced", "received"];
  const now = name === "received" ? 3 : order.indexOf(name);
  const times = { sealed: submission.sealedAt, received: submission.receivedAt };
  return html`<ol class="steps">${order.map((name, i) => html`<li class="${i < now ? "done" : i === now && `now ${name === "refused" && "bad"}`}"${attributes({ "aria-current": i === now ? "step" : null })}>
    ${icon(i < now ? "check" : looks[name][0])}
    <span>${t(`state.${name}`)}${times[name] && html`<small>${format.moment(times[name])}</small>`}</span></li>`)}</ol>
    ${progress(submission)}`;
}

/** The name of a paper as officers call it. */
export const paperName = (paper) => paper.typeName || paper.type;

/** A dialog: title, body, and a foot that leaves it or `does` what it is for; `main` is that button's text. */
export function sheet(name, body, does, { title = t(`${name}.title`), main = does && t(does), extra, ...more } = {}) {
  return html`<form class="sheet sheet-${name}" data-submit="${does}" novalidate><header>
    <h2 id="dialog-title">${title}</h2>${bare("close", "close")}</header>
    <div class="body">${body}</div><footer>${extra}
    <span class="gap"></span>${button("close", { text: t(does ? "cancel" : "close"), kind: does ? "" : "main" })}
    ${does && button(does, { text: main, kind: "main", submits: true, ...more })}</footer></form>`;
}
