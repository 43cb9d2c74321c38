// Every word the page itself says, Vietnamese first. Sentences of the server come in both languages.

import words from "./words-vi.js";

const tables = { vi: words };
let language = "vi";

/** The language in use: "vi" or "en". */
export const currentLanguage = () => language;

/** The locale of its numbers. */
export const locale = () => (language === "en" ? "en-GB" : "vi-VN");

/** Switches the language of everything said from now on; English is fetched when it is first asked for. */
export async function setLanguage(to) {
  const wanted = to === "en" ? "en" : "vi";
  tables[wanted] ??= (await import("./words-en.js")).default;
  language = wanted;
  document.documentElement.lang = language;
  document.title = t("app.title");
}

let rest = null;
let redraw = () => {};

/** Names what draws the page again when words have come late. */
export const wordsComeTo = (what) => (redraw = what);

/** How many words there are: more once the rest has come. */
export const wordCount = () => Object.keys(words).length;

/** Fetches the words that are not there from the beginning: those of rare dialogs and rare states. */
export const loadRest = () => (rest ??= import("./words-rest-vi.js").then((more) => redraw(Object.assign(words, more.default))));

/**
 * The text of `key` with its `{placeholders}` filled in; nothing while its words are still on their way.
 *
 * English may give two forms, "page|pages", of which `values.n` chooses.
 */
export function t(key, values = {}) {
  const text = tables[language][key];
  if (text === undefined) loadRest();
  const forms = (text ?? "").split("|");
  return forms[values.n === 1 ? 0 : forms.length - 1].replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name] ?? whole;
    return typeof value === "number" ? value.toLocaleString(locale()) : value;
  });
}

/** What the server says, in the language in use; a plain string is taken as it is. */
export const said = (text) => text?.[language] ?? text?.vi ?? text ?? "";
