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

/** The words of rare dialogs: they come with the first of them. */
export const loadRest = async () => Object.assign(words, (await import("./words-rest-vi.js")).default);

/**
 * The text of `key` with its `{placeholders}` filled in.
 *
 * English may give two forms, "page|pages", of which `values.n` chooses.
 */
export function t(key, values = {}) {
  const forms = (tables[language][key] ?? key).split("|");
  return forms[values.n === 1 ? 0 : forms.length - 1].replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name] ?? whole;
    return typeof value === "number" ? value.toLocaleString(locale()) : value;
  });
}

/** What the server says, in the language in use; a plain string is taken as it is. */
export const said = (text) => text?.[language] ?? text?.vi ?? text ?? "";
