// What is digitised already, found without being asked for while the form is filled in: reused instead of scanned.

import { bring, changed, post, state } from "./kit.js";

/**
 * Looks up what the form says so far; the answers stand under the form. What the code found stays when the owner is looked
 * up as well.
 */
export async function lookUp(keys) {
  const by = keys.code ? "code" : "owner";
  const query = JSON.stringify(keys);
  state.found ??= { asked: {}, answers: {}, papers: [] };
  const { found, found: { asked, answers } } = state;
  if (asked[by] === query) return;
  asked[by] = query;
  // Nobody asked: if it fails, the officer's own search says what is wrong.
  const answer = await post("lookups", { ...keys, dossier: state.code ?? undefined }).catch(() => ({ papers: [] }));
  if (answer.papers.length) await bring("look");
  if (state.found !== found || asked[by] !== query) return;
  answers[by] = answer;
  gather(found);
}

/** Shows what the officer's own search has found beside the form. */
export function showAnswer(answer) {
  const { asked = {}, answers } = state.found ?? {};
  gather(state.found = { asked, answers: { ...answers, search: answer } });
}

/** All papers found, each once; where one answer is short or from this PC alone, that is said of all. */
function gather(found) {
  const answers = Object.values(found.answers).filter(({ papers }) => papers.length);
  const once = new Map(answers.flatMap(({ papers }) => papers).map((paper) => [JSON.stringify([paper.dossier, paper.type, paper.number]), paper]));
  const local = answers.find(({ source }) => source === "thisPC");
  Object.assign(found, { papers: [...once.values()], source: local?.source, asOf: local?.asOf, isCut: answers.some(({ isCut }) => isCut) });
  changed();
}

let showFound = () => "";

/** Names what shows the papers found. */
export const showFoundWith = (what) => (showFound = what);

/** What was found for the form or the dossier at hand; nothing where nothing was. */
export const foundHere = () => (state.found?.papers.length ? showFound(state.found) : "");
