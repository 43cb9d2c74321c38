// A field with a list that narrows while typing (ARIA 1.2 combobox): pick from the list, or keep what was typed.

import { afterwards, at, attributes, changed, doing, field, folded, html, icon, setAt, state, t, typing } from "./kit.js";

const specs = new Map();
const longest = 60;

/**
 * A combobox bound to `path` (the value) and `path + "Text"` (what is shown); `name` is the key of its label. `spec` has
 * options() giving {value, text, hint, group} in order, own (the key of what free text means), choose(option), typed(), isLoading.
 */
export function combo(path, name, spec) {
  specs.set(path, spec);
  typing({
    [`${path}Text`](text) {
      spec.typed?.();
      open(path, text);
    },
  });
  const list = `list-${path.replaceAll(".", "-")}`;
  const isOpen = state.combo?.path === path;
  const rows = isOpen ? matches(path) : [];
  const { active } = state.combo ?? {};
  return field(`${path}Text`, name, {
    kind: "combo",
    control: (about) => html`<div class="control"><input data-combo="${path}" value="${at(`${path}Text`)}"${about}${attributes({
        role: "combobox", "aria-autocomplete": "list", "aria-expanded": isOpen, "aria-controls": list, "aria-activedescendant": rows[active] && `${list}-${active}`,
      })}><button type="button" class="open" tabindex="-1" data-do="combo.toggle" data-path="${path}" aria-label="${t("combo.open", { what: t(name) })}">${icon("down")}</button>
      <ul class="list" id="${list}" role="listbox" aria-label="${t(name)}" ${!isOpen && "hidden"}>
      ${rows.map((option, i) => html`${option.group && option.group !== rows[i - 1]?.group && html`<li class="group" role="presentation">${option.group}</li>`}
        <li role="option" id="${list}-${i}" data-do="combo.pick" data-path="${path}" data-at="${i}" aria-selected="${String(i === active)}">
        <span>${option.text}</span>
        ${option.hint && html`<small>${option.hint}</small>`}</li>`)}
      ${isOpen && !rows.length && html`<li class="group" role="presentation">${t(spec.isLoading ? "list.loading" : "none.found")}</li>`}</ul></div>`,
  });
}

function open(path, query = "") {
  state.combo = { path, query, active: query ? 0 : -1 };
  changed();
}

function close() {
  state.combo = null;
  changed();
}

/** The options that have every word typed, somewhere; without a query all of them; and what was typed itself. */
function matches(path) {
  const { options, own } = specs.get(path);
  const query = state.combo.query.trim();
  const words = folded(query).split(/\s+/);
  const found = options().filter((option) => words.every((word) => folded(`${option.text} ${option.value}`).includes(word))).slice(0, longest);
  if (query && !found.some((option) => isMeant(option, query))) found.push({ value: query, text: t(own, { code: query }), isOwn: true });
  return found;
}

const isMeant = (option, text) => option.value === text || folded(option.text) === folded(text);

function pick(path, option) {
  setAt(path, option.value);
  setAt(`${path}Text`, option.isOwn ? option.value : option.text);
  delete state.errors[`${path}Text`];
  close();
  specs.get(path).choose?.(option);
  // The field has the focus, so that drawing leaves it alone.
  const input = document.querySelector(`[data-combo="${path}"]`);
  if (input) input.value = at(`${path}Text`);
}

/** Leaves the field: what was typed is an option where it names one, otherwise it stands for itself. */
function leave(path) {
  close();
  const text = at(`${path}Text`)?.trim();
  // The dialog it was in may have been closed.
  if (text === undefined) return;
  const options = specs.get(path).options();
  const known = options.find((option) => option.value === at(path));
  if (known?.text === text) return;
  if (text) pick(path, options.find((option) => isMeant(option, text)) ?? { value: text, isOwn: true });
  else setAt(path, "");
}

doing({
  "combo.toggle": ({ dataset: { path } }) => {
    const isOpen = state.combo?.path === path;
    document.querySelector(`[data-combo="${path}"]`).focus();
    if (isOpen) close();
    else open(path);
  },
  "combo.pick": ({ dataset }) => pick(dataset.path, matches(dataset.path)[dataset.at]),
});

document.addEventListener("click", ({ target }) => {
  const path = target.dataset.combo;
  if (path && state.combo?.path !== path) open(path);
});

// The list must not take the focus away from the field before its click arrives.
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest(".combo .list, .combo .open")) event.preventDefault();
});

document.addEventListener("focusout", ({ target }) => {
  if (target.dataset?.combo && document.hasFocus()) leave(target.dataset.combo);
});

document.addEventListener("keydown", (event) => {
  const path = event.target.dataset?.combo;
  if (!path || event.isComposing) return;
  const isOpen = state.combo?.path === path;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    if (!isOpen) open(path);
    const { length } = matches(path);
    const from = isOpen ? state.combo.active : -1;
    state.combo.active = length ? (Math.max(from + step, step > 0 ? 0 : -1) + length) % length : -1;
    changed();
    afterwards(() => document.querySelector(".combo [aria-selected=true]")?.scrollIntoView({ block: "nearest" }));
  } else if (isOpen && event.key === "Enter" && matches(path)[state.combo.active]) pick(path, matches(path)[state.combo.active]);
  else if (isOpen && event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
});
