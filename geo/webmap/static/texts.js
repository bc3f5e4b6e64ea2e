// What tips and lists say of events: all texts at once, or of a large data set those of the rows that are asked for.

/** Rows in one question; the server answers no more. */
const MOST = 200;
/** Texts kept of a large data set. */
const KEPT = 5000;

export class Texts {
  /** `address` may hold `{rows}`, in whose place the numbers of the rows go. */
  constructor(address) {
    this.address = address;
    this.known = new Map();
    this.whole = address.includes("{rows}") ? null : this.fetch(address);
    this.whole?.catch(() => {}); // whoever asks for texts hears of it
  }

  async fetch(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }

  /** Return `{id, title, date, place, killed}` for each row number, in their order. */
  async of(rows) {
    if (this.whole) {
      const all = await this.whole;
      return rows.map((row) => record(all, row));
    }
    const missing = rows.filter((row) => !this.known.has(row));
    for (let i = 0; i < missing.length; i += MOST) {
      const part = missing.slice(i, i + MOST);
      const found = await this.fetch(this.address.replace("{rows}", () => part.join(",")));
      part.forEach((row, n) => this.known.set(row, record(found, n)));
    }
    const answer = rows.map((row) => this.known.get(row));
    for (const row of this.known.keys()) {
      if (this.known.size <= KEPT) break;
      this.known.delete(row);
    }
    return answer;
  }

  /** Return the row number of an event's id where all texts are known, else -1. */
  async rowOf(id) {
    if (!this.whole) return -1;
    this.rows ??= new Map((await this.whole).ids.map((known, row) => [known, row]));
    return this.rows.get(id) ?? -1;
  }
}

function record(lists, i) {
  return { id: lists.ids[i], title: lists.titles[i], date: lists.dates[i], place: lists.places[i], killed: lists.killed[i] };
}
