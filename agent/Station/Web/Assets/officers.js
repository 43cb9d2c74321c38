// The officers of this PC, for managers: added, renamed, given a new PIN, no longer active.

import { dialogs, openDialog } from "./dialog.js";
import {
  attempt, button, changed, choice, cleanText, doing, fail, field, focus, get, html, icon, patch, post, sheet, state, t, tell, tick,
} from "./kit.js";

dialogs({
  officers: ({ list, edit }) => (edit ? sheet("officers", form(edit), "officers.save", { main: t("save"), busy: state.busy.officers && t("saving") })
    : sheet("officers", html`<div aria-live="polite">${!list ? html`<p class="lead">${t("officers.loading")}</p>`
      : html`<ul class="rows">${list.map((officer) => html`<li>
      <button type="button" class="line" data-do="officers.edit" data-id="${officer.id}">${icon("user")}<span class="what"><b>${officer.displayName}</b>
      <small>${officer.name} · ${t(`officers.role.${officer.role}`)}${!officer.isActive && ` · ${t("officers.off")}`}</small></span>${icon("edit")}</button></li>`)}</ul>`}</div>`, null,
    { extra: button("officers.edit", { text: t("officers.add"), icon: "plus", id: "officer-add", off: !list }) })),
});

const form = ({ id }) => html`${field("dialog.edit.displayName", "officers.displayName")}${!id && field("dialog.edit.name", "officers.name", { hint: t("officers.nameHint") })}
  ${choice("dialog.edit.role", "officers.role", ["officer", "manager"])}${field("dialog.edit.pin", id ? "officers.newPin" : "officers.pin", { type: "password", mode: "numeric" })}
  ${id && tick("dialog.edit.isActive", "officers.isActive")}`;

const take = ({ officers: list }) => openDialog("officers", { list });

doing({
  "officers.open"() {
    openDialog("officers");
    return attempt("officers", async () => take(await get("officers")));
  },
  "officers.edit"({ dataset }) {
    const known = state.dialog.list.find((officer) => String(officer.id) === dataset.id);
    state.dialog.edit = { id: null, name: "", displayName: "", role: "officer", isActive: true, ...known, pin: "" };
    changed();
    focus("f-dialog-edit-displayName");
  },
  "officers.save"() {
    const { id, isActive, role, pin, ...edit } = state.dialog.edit;
    const [name, displayName] = [cleanText(edit.name), cleanText(edit.displayName)];
    const needs = { displayName, ...(!id && { name, pin }) };
    const empty = Object.keys(needs).filter((field) => !needs[field]);
    if (fail(Object.fromEntries(empty.map((field) => [`dialog.edit.${field}`, t("required", { what: t(`officers.${field}`) })])))) return undefined;
    const values = { displayName, role, ...(pin && { pin }) };
    return attempt("officers", async () => {
      take(await (id ? patch(`officers/${id}`, { ...values, isActive }) : post("officers", { ...values, name })));
      tell("good", t("officers.saved", { name: displayName }));
      focus("officer-add");
    }, "dialog.edit");
  },
});
