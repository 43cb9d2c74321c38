// Adding files to the dossier at hand. One bad file never stops the next.

import { attempt, changed, doing, loadDesk, loadDossier, path, post, remove, said, state, t, tell } from "./kit.js";
import { targetPaper } from "./scan.js";
import { ensureDossier } from "./work.js";

const done = (files, pages) => tell("good", t("files.done", { files, pages: t("pages", { n: pages }) }));

/** Adds files one after another, and says of each that could not be read why. */
export async function add(files) {
  await attempt("files", async () => {
    const dossier = await ensureDossier();
    if (!dossier?.isOpen) return;
    const paper = targetPaper();
    const place = path(dossier.code);
    let [good, pages] = [0, 0];
    for (const [i, file] of files.entries()) {
      state.files = { n: i + 1, of: files.length, name: file.name };
      changed();
      try {
        if (!file.size) throw { text: t("files.empty") };
        pages += (await post(`${place}/files${paper ? `?paper=${paper.id}` : ""}`, file)).pages;
        good += 1;
      } catch (fault) {
        if (!fault.text) throw fault;
        tell("bad", t("files.bad", { name: file.name, why: said(fault.text) }));
      }
    }
    if (good) done(good, pages);
    await loadDossier();
  });
  state.files = null;
  changed();
}

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
