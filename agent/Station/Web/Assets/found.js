// What is digitised already, found without being asked for while the form is filled in: reused instead of scanned.

import { bring, changed, post, state } from "./kit.js";

/** Looks up what the form says so far; its answer stands under the form. */
export async function lookUp(keys) {
  const query = JSON.stringify(keys);
  if (state.found?.query === query) return;
  const found = (state.found = { query, papers: state.found?.papers ?? [] });
  // Nobody asked: if it fails, the officer's own search says what is wrong.
  const answer = await post("lookups", keys).catch(() => ({ papers: [] }));
  if (answer.papers.length) await bring("look");
  if (state.found !== found) return;
  Object.assign(found, answer);
  changed();
}

let showFound = () => "";

/** Names what shows the papers found. */
export const showFoundWith = (what) => (showFound = what);

/** What was found for the form or the dossier at hand; nothing where nothing was. */
export const foundHere = () => (state.found?.papers.length ? showFound(state.found) : "");
