// Markup from templates, and the least change that brings the page to it. Focus, scroll and what is typed survive.

import paths from "./icons.js";

class Markup {
  constructor(text) { this.text = text; }
}

const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function flat(value) {
  if (value == null || typeof value === "boolean") return "";
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(flat).join("");
  return String(value).replace(/[&<>"']/g, (sign) => signs[sign]);
}

/** Markup from a template: values are escaped unless they are markup; booleans and null vanish. */
export const html = (strings, ...values) =>
  new Markup(strings.reduce((all, string, i) => all + flat(values[i - 1]) + string));

/** Attributes; those that are null or empty vanish. */
export const attributes = (values) =>
  new Markup(Object.entries(values).map(([name, value]) => (value == null || value === "" ? "" : ` ${name}="${flat(String(value))}"`)).join(""));

/** An icon by its name. */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${paths[name]}"/></svg>`;

/** Brings the content of `root` to `markup`. */
export function show(root, markup) {
  const template = document.createElement("template");
  template.innerHTML = flat(markup);
  const focused = document.activeElement;
  bring(root, template.content);
  // A node that was moved lost the focus on the way.
  if (focused?.id && document.activeElement !== focused) document.getElementById(focused.id)?.focus({ preventScroll: true });
}

const keyOf = (node) => node.dataset?.key || node.id;
const isAlike = (a, b) => a.nodeName === b.nodeName;

function bring(old, fresh) {
  const next = [...fresh.childNodes];
  const wanted = new Set(next.map(keyOf));
  const keyed = new Map();
  for (const node of [...old.childNodes]) {
    const key = keyOf(node);
    if (key && !wanted.has(key)) node.remove();
    else if (key) keyed.set(key, node);
  }
  let spot = old.firstChild;
  for (const node of next) {
    const key = keyOf(node);
    let match = key ? keyed.get(key) : spot;
    while (!key && match && (keyOf(match) || !isAlike(match, node))) match = match.nextSibling;
    if (match && isAlike(match, node)) {
      if (match === spot) spot = spot.nextSibling;
      else old.insertBefore(match, spot);
      patch(match, node);
    } else {
      old.insertBefore(node, spot);
    }
  }
  while (spot) {
    const after = spot.nextSibling;
    spot.remove();
    spot = after;
  }
}

function patch(old, next) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  if (next.hasAttribute("data-same")) return;
  // Most of a long strip is as it was. What holds fields is not told by its markup alone.
  if (keyOf(old) && old.isEqualNode(next) && !old.querySelector("input, select")) return;
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    // Styles are set by scripts alone, and an officer opens and closes details herself.
    if (!next.hasAttribute(name) && name !== "style" && name !== "open") old.removeAttribute(name);
  }
  if (!old.hasAttribute("data-own")) bring(old, next);
  settle(old, next);
}

/** What a field holds is no attribute: it follows the markup, but never under the hands of who is typing. */
function settle(old, next) {
  if (old.type === "checkbox") old.checked = next.hasAttribute("checked");
  else if (old === document.activeElement) return;
  else if (old.nodeName === "INPUT" && next.hasAttribute("value") && old.value !== next.getAttribute("value")) old.value = next.getAttribute("value");
  // By its own options: those of `next` that are new have moved here.
  else if (old.nodeName === "SELECT") old.selectedIndex = Math.max(0, [...old.options].findIndex((option) => option.hasAttribute("selected")));
}
