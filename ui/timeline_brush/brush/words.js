// The words that Python sent, and dates and numbers in the reader's form.

import { toDate, yearOf } from "./time.js";

const LOCALES = { en: "en-GB", fr: "fr-FR" };

/** French writes the first of a month as an ordinal, which the browser's dates leave out. */
const ordinal = (text) => text.replace(/(^|\s)1(?= (janv|f[eé]v|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[eé]c))/g, "$11er");

export class Words {
  constructor(language, table) {
    const locale = LOCALES[language] ?? language;
    const date = (options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
    this.table = table;
    this.groups = table.groups;
    this.plurals = new Intl.PluralRules(locale);
    this.numbers = new Intl.NumberFormat(locale);
    this.days = date({ day: "numeric", month: "long", year: "numeric" });
    this.months = date({ month: "long", year: "numeric" });
    this.monthNames = date({ month: "short" });
    this.shortDays = date({ day: "numeric", month: "short" });
  }

  /** The sentence of a key with its placeholders filled; `n` chooses the plural form. */
  t(key, values = {}) {
    const entry = this.table[key];
    const sentence = typeof entry === "string" ? entry : entry[this.plurals.select(values.n)] ?? entry.other;
    return sentence.replace(/\{(\w+)\}/g, (_, name) => (name === "n" ? this.numbers.format(values.n) : values[name]));
  }

  number(value) {
    return this.numbers.format(value);
  }

  speed(value) {
    return `${this.numbers.format(value)}×`;
  }

  day(day) {
    return ordinal(this.days.format(toDate(day)));
  }

  /** "1 January 2018 – 30 June 2020", without repeating what both ends share. */
  range(from, to) {
    return from === to ? this.day(from) : ordinal(this.days.formatRange(toDate(from), toDate(to)));
  }

  /** Years if they are whole, else months: for the axis, where days would be noise. */
  span(from, to) {
    const [first, last] = [yearOf(from), yearOf(to)];
    if (last - first >= 3) return `${first}–${last}`;
    return this.months.formatRange(toDate(from), toDate(to));
  }

  bin(bin, from, to) {
    if (bin === "year") return String(yearOf(from));
    if (bin === "month") return this.months.format(toDate(from));
    if (bin === "quarter") {
      return this.t("quarter_of", { q: Math.floor(toDate(from).getUTCMonth() / 3) + 1, year: yearOf(from) });
    }
    return this.range(from, to);
  }

  /** How long a window is, in the largest unit that fits it exactly. */
  length(from, end) {
    const [first, last] = [toDate(from), toDate(end)];
    if (first.getUTCDate() !== 1 || last.getUTCDate() !== 1) return this.t("days", { n: end - from });
    const months =
      (last.getUTCFullYear() - first.getUTCFullYear()) * 12 + last.getUTCMonth() - first.getUTCMonth();
    return months % 12 ? this.t("months", { n: months }) : this.t("years", { n: months / 12 });
  }
}
