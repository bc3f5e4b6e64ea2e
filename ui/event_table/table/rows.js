// Rows of one address in one order: fetched by the page, kept while they are likely to be seen again.

/** Rows in one answer; the server's own default. */
export const PAGE = 100;
/** Pages kept of one list: 10,000 rows, some 4 MB. */
const KEPT_PAGES = 100;
/** Lists kept, so that going back to a filter or an order costs nothing. */
const KEPT_LISTS = 8;

/** The address of the rows of a window of days; `null` leaves an end open. */
export function addressOf(url, [from, to]) {
  const days = [from && `from=${from}`, to && `to=${to}`].filter(Boolean);
  return [url, ...days].join("&").replace("?&", "?");
}

export class Rows {
  constructor(address, order) {
    this.address = address;
    this.order = order;
    this.total = null;
    this.said = null; // how many there are, in words
    this.pages = new Map();
    this.flights = new Map();
    this.ranks = new Map();
  }

  /** The row of an index, `undefined` as long as it has not been fetched. */
  at(index) {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** The index of an event in this order if it is known: `null` when the list lacks it, `undefined` when unknown. */
  rankOf(id) {
    return this.ranks.get(id);
  }

  /** Fetch what must be known before anything is drawn: the total, and where the selected event stands. */
  async start(id) {
    const known = !id || this.ranks.has(id);
    if (this.total !== null && known) return;
    try {
      await this.fetch(0, known ? null : id);
    } catch (error) {
      if (known || error.status !== 404) throw error;
      // The server knows no such event: there are rows to show all the same.
      this.ranks.set(id, null);
      await this.fetch(0);
    }
  }

  /** Fetch the pages of rows `first` to `last`, and stop fetching any other. */
  async need(first, last) {
    const wanted = [];
    for (let page = Math.floor(first / PAGE); page * PAGE <= last; page += 1) wanted.push(page);
    for (const [page, flight] of this.flights) if (!wanted.includes(page)) flight.stop();
    const missing = wanted.filter((page) => !this.pages.has(page));
    await Promise.all(missing.map((page) => this.fetch(page)));
    this.tidy(wanted[0] ?? 0);
    return missing.length > 0;
  }

  /** Ask the server for the index of an event that is on none of the pages fetched. */
  async rank(id) {
    if (!this.ranks.has(id)) {
      const { index } = await this.ask({ limit: 1, offset: 0, find: id });
      this.ranks.set(id, index ?? null);
    }
    return this.ranks.get(id);
  }

  async fetch(page, find = null) {
    const running = this.flights.get(page);
    if (running && running.find === find) return running.done;
    running?.stop();
    const control = new AbortController();
    const flight = { find, stop: () => control.abort() };
    this.flights.set(page, flight);
    flight.done = this.land(page, find, control.signal).finally(() => {
      if (this.flights.get(page) === flight) this.flights.delete(page);
    });
    return flight.done;
  }

  async land(page, find, signal) {
    const answer = await this.ask({ limit: PAGE, offset: page * PAGE, ...(find && { find }) }, signal);
    this.total = answer.total;
    this.said = { summary: answer.summary, unplaced: answer.unplaced };
    if (find) this.ranks.set(find, answer.index ?? null);
    this.pages.set(page, answer.rows);
    answer.rows.forEach((row, i) => this.ranks.set(row.id, page * PAGE + i));
  }

  async ask(parameters, signal) {
    const url = new URL(this.address, document.baseURI);
    for (const [name, value] of Object.entries({ ...this.order, ...parameters })) url.searchParams.set(name, value);
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw Object.assign(new Error(`${url.pathname}: ${answer.status}`), { status: answer.status });
    return answer.json();
  }

  stop() {
    for (const flight of this.flights.values()) flight.stop();
  }

  /** Forget the pages farthest from the one in view. */
  tidy(page) {
    if (this.pages.size <= KEPT_PAGES) return;
    const far = [...this.pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
    for (const key of far.slice(0, this.pages.size - KEPT_PAGES)) {
      for (const row of this.pages.get(key)) this.ranks.delete(row.id);
      this.pages.delete(key);
    }
  }
}

/** The lists seen last, by address and order. */
export class Shelf {
  constructor() {
    this.lists = new Map();
  }

  take(address, order) {
    const key = `${order.order} ${order.direction} ${address}`;
    const rows = this.lists.get(key) ?? new Rows(address, order);
    this.lists.delete(key);
    this.lists.set(key, rows);
    const [oldest] = this.lists.keys();
    if (this.lists.size > KEPT_LISTS) this.lists.delete(oldest);
    return rows;
  }
}
