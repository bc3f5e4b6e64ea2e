// The words that Python sent, with their plural forms.

const LOCALES = { en: "en-GB", fr: "fr-FR" };

export class Words {
  constructor(language, table) {
    this.table = table;
    this.plurals = new Intl.PluralRules(LOCALES[language] ?? language);
  }

  /** The sentence of a key with its placeholders filled; `n`, a number as the reader writes it, chooses the form. */
  t(key, values = {}) {
    const entry = this.table[key];
    const sentence = typeof entry === "string" ? entry : this.form(entry, values.n);
    return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  form(entry, n) {
    return entry[this.plurals.select(Number(String(n).replace(/\D/g, "")))] ?? entry.other;
  }
}
