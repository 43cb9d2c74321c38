// Adding files to the dossier at hand. One bad file never stops the next.

import { attempt, changed, doing, loadDesk, loadDossier, path, post, remove, said, state, t, tell } from "./kit.js";
import { targetPaper } from "./scan.js";
import { ensureDossier } from "./work.js";

const done = (files, pages) => tell("good", t("files.done", { files, pages: t("pages", { n: pages }) }));

/** Where files go that were dropped on a form: the dossier that was made of it. */
const made = new WeakMap();
const waiting = [];
let isRunning = false;
/** On a screen that was locked meanwhile the rest waits for its officer. */
let isHeld = false;
let [n, of] = [0, 0];

/** Adds files, behind those that are still under way, to what is at hand now. */
export function add(files) {
  const { code, form, session: { officer } } = state;
  of += files.length;
  waiting.push({ files: [...files], code, form, officer: officer.id, paper: code && targetPaper()?.id });
  return run();
}

async function run() {
  if (isRunning) return;
  isRunning = true;
  while (waiting.length && !isHeld) await attempt("files", () => addBatch(waiting[0]));
  isRunning = false;
  if (!waiting.length) [n, of] = [0, 0];
  state.files = null;
  changed();
}

/** Adds one batch after another file by file, and says of each that could not be read why. */
async function addBatch(batch) {
  const { files, form } = batch;
  const isAtHand = Boolean(batch.code);
  const code = batch.code ?? made.get(form) ?? (await ensureDossier())?.code;
  if (!isAtHand && code) made.set(form, code);
  const paper = isAtHand ? batch.paper : targetPaper()?.id;
  let [good, pages] = [0, 0];
  try {
    while (code && files.length) {
      const [file] = files;
      state.files = { n: n + 1, of, name: file.name };
      changed();
      try {
        if (!file.size) throw { text: t("files.empty") };
        pages += (await post(`${path(code)}/files${paper ? `?paper=${paper}` : ""}`, file)).pages;
        good += 1;
      } catch (fault) {
        isHeld = fault.status === 401;
        if (isHeld) return;
        if (!fault.text) throw fault;
        tell("bad", t("files.bad", { name: file.name, why: said(fault.text) }));
      }
      files.shift();
      n += 1;
    }
    waiting.shift();
  } catch (fault) {
    n += waiting.shift().files.length;
    throw fault;
  } finally {
    if (good) done(good, pages);
    if (code && code === state.code) await loadDossier();
  }
}

document.addEventListener("sohoa-arrived", () => {
  isHeld = false;
  if (waiting.some(({ officer }) => officer !== state.session.officer.id)) waiting.length = 0;
  run();
});

// What is not sent yet is nowhere but in this page.
addEventListener("beforeunload", (event) => {
  if (waiting.length) event.preventDefault();
});

const address = ({ dataset: { id } }) => `inbox/${encodeURIComponent(id)}`;

doing({
  "inbox.take": (element) => attempt("inbox", async () => {
    const { pages } = await post(address(element), { code: state.code, paper: targetPaper()?.id });
    done(1, pages);
    await Promise.all([loadDesk(), loadDossier()]);
  }),
  "inbox.drop": (element) => attempt("inbox", async () => {
    await remove(address(element));
    await loadDesk();
  }),
});
