// The form for a new dossier: code, owner, procedure, first paper; and Quét.

import { keepDraft } from "./draft.js";
import { foundHere, lookUp } from "./found.js";
import { cleanCode, cleanText, doing, field, focus, html, isCode, isScanning, state, t, typing } from "./kit.js";
import { paperField, paperOptions, procedureField } from "./procedures.js";
import { otherScan, scanButtons, scanChoices } from "./scan.js";
import { enterCode } from "./work.js";

/** The panel of a dossier that does not exist yet. */
export const newPanel = () => html`<section class="panel" id="panel" data-key="panel-new" aria-labelledby="new-title">
  <h1 id="new-title">${t("new.title")}</h1>
  <form data-submit="form.enter" novalidate>${field("form.code", "code", { kind: "mono", hint: t(state.busy.code ? "code.checking" : "code.hint") })}
    ${field("form.ownerName", "owner")}${field("form.ownerIdentityNumber", "owner.id", { isOptional: true })}
    ${procedureField("form.procedure", chooseFirst)}${paperField("form", state.form.procedure, "paper.first", keepDraft)}<input type="submit" hidden></form>
  ${foundHere()}${scanChoices()}${scanButtons(t("scan.start"))}${isScanning() && otherScan()}</section>`;

/** The first compulsory paper of a procedure is the likeliest to be scanned first. */
function chooseFirst() {
  const { form } = state;
  const first = paperOptions(form.procedure).find((option) => option.isCompulsory);
  if (first && !form.type) Object.assign(form, { type: first.value, typeText: first.text, role: first.role });
  keepDraft();
}

function ownerChanged(value, event) {
  const { form } = state;
  keepDraft();
  if (event.type !== "change") return;
  const ownerName = cleanText(form.ownerName);
  const identityNumber = cleanText(form.ownerIdentityNumber);
  if (identityNumber || ownerName.length >= 5) lookUp({ ...(ownerName && { ownerName }), ...(identityNumber && { identityNumber }) });
}

typing({
  "form.code"(value, event) {
    keepDraft();
    if (event.type === "change" && isCode(cleanCode(value))) enterCode(value);
  },
  "form.ownerName": ownerChanged,
  "form.ownerIdentityNumber": ownerChanged,
});

doing({
  // Enter in a field goes on to the first one that is still empty, and to the button when none is.
  "form.enter"() {
    const { activeElement: field } = document;
    if (field.dataset.bind === "form.code") return enterCode(state.form.code);
    field.dispatchEvent(new Event("change", { bubbles: true }));
    const next = [...document.querySelectorAll("#panel form input:not([type=submit])")].find((input) => !input.value && input.id !== "f-form-ownerIdentityNumber");
    return focus(next?.id ?? "scan");
  },
});
