// Numbers, sizes, dates and codes as people here write them: 814.602, 33,4%, 15/06/2021, 14:05, Vietnam's time.

import { locale, t } from "./texts.js";

const number = (n, digits = 0) => n.toLocaleString(locale(), { maximumFractionDigits: digits });

/** A count with its thousands apart. */
export const count = (n) => number(n);

/** Bytes: `412 KB`, `1,3 MB`, `21 GB`. */
export function bytes(n) {
  if (n < 1e6) return `${count(Math.ceil(n / 1e3))} KB`;
  const [size, unit] = n < 1e9 ? [n / 1e6, "MB"] : [n / 1e9, "GB"];
  return `${number(size, size < 100 ? 1 : 0)} ${unit}`;
}

/** Thousandths as a percentage: `33,4%`. */
export const percent = (permille) => `${number(permille / 10, 1)}%`;

/** A rate in thousandths, rounded half up; null without a denominator or over zero. */
export const permille = (numerator, denominator) => (denominator ? Math.floor((numerator * 1000) / denominator + 0.5) : null);

/** Seconds as people say them: seconds below 90, then minutes, then hours. */
export function duration(seconds) {
  if (seconds < 90) return t("time.seconds", { n: Math.max(1, Math.round(seconds)) });
  return seconds < 5400 ? t("time.minutes", { n: Math.round(seconds / 60) }) : t("time.hours", { n: Math.round(seconds / 3600) });
}

const moments = (options) => {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", ...options });
  return (at) => format.format(new Date(at));
};

/** The clock: `14:05`. */
export const clock = moments({ hour: "2-digit", minute: "2-digit" });

/** The day of a moment: `15/06/2021`. */
export const date = moments({ day: "2-digit", month: "2-digit", year: "numeric" });

/** The clock of a moment of today, otherwise clock and day. */
export const moment = (at) => (date(at) === date(Date.now()) ? clock(at) : `${clock(at)} ${date(at)}`);

/** A calendar day as it travels, `2021-06-15`, as it is shown: `15/06/2021`. */
export const day = (text) => text?.split("-").reverse().join("/") ?? "";

/** A day as it is typed, `15/6/2021`, as it travels; null where it is no day. */
export function typedDay(text) {
  const [, d, m, y] = text.trim().match(/^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/) ?? [];
  const made = new Date(Date.UTC(y, m - 1, d));
  return made.getUTCDate() === Number(d) && made.getUTCMonth() === m - 1 ? made.toISOString().slice(0, 10) : null;
}

/** Whether `text` is a dossier code. */
export const isCode = (text) => text.length <= 51 && /^[0-9A-Z]+(\.[0-9A-Z]+)*-\d{6}-\d{4,7}$/.test(text);

/** What was typed or pasted as a dossier code: capitals, plain hyphens, nothing invisible. */
export const cleanCode = (text) => text.normalize("NFKC").replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\s\p{C}]/gu, "").toUpperCase();

/** What was typed or pasted as one line of text: composed letters, nothing invisible, single spaces. */
export const cleanText = (text) => (text ?? "").normalize("NFC").replace(/\p{Cf}/gu, "").replace(/[\s\p{C}]+/gu, " ").trim();

/** The most sheets that can be counted. */
export const mostSheets = 10_000;

/** Whether `text` is a count of sheets. */
export const isSheetCount = (text) => /^\d{1,5}$/.test(text) && text >= 1 && text <= mostSheets;

/** The values that differ from those of `before`: what was not touched is not sent, so that it undoes nobody's change. */
export const changesOf = (values, before) =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));

/** The key by which lists are searched: no marks, small letters. */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

/** An identity number with only its last three characters legible. */
export const masked = (id) => "•".repeat(Math.max(0, id.length - 3)) + id.slice(-3);
