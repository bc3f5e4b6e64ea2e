// The events of one data set as typed arrays, and which of them are shown: the server's mask and the window of days.

const MAGIC = 0x314c5441; // "ATL1", little-endian

/** Read the server's binary answer, which begins at a byte of the buffer; see geo/webmap/arrays.py for its form. */
export function decode(buffer, from = 0) {
  const head = new Uint32Array(buffer, from, 4);
  if (head[0] !== MAGIC) throw new Error("The answer is not the Atlas's event arrays.");
  const [, total, places] = head;
  let at = from + 16;
  const take = (Type, count) => {
    const array = new Type(buffer, at, count);
    at += array.byteLength;
    return array;
  };
  return {
    total,
    placeLat: take(Float32Array, places),
    placeLon: take(Float32Array, places),
    placeRadius: take(Float32Array, places),
    place: take(Int32Array, total), // -1: not on the map
    start: take(Int32Array, total),
    end: take(Int32Array, total),
    best: take(Int32Array, total), // -1: unknown
    group: take(Uint8Array, total),
    precision: take(Uint8Array, total),
    part: at < buffer.byteLength ? take(Uint8Array, total) : null, // of several data sets, the number of each event's
  };
}

/** What is shown: recomputed when mask or window change, not when the map moves. */
export class Shown {
  constructor(data, groups) {
    this.data = data;
    this.groups = groups;
    this.mask = null;
    this.window = null;
    this.rows = new Int32Array(data.total);
    this.count = 0;
    this.perPlace = new Int32Array(data.placeLat.length);
    this.perGroup = new Int32Array(data.placeLat.length * groups);
    this.perLater = new Int32Array(data.placeLat.length); // events of other data sets than the first
    // The largest place of the whole data set sets the scale of the symbols, so that it stays the same in every view.
    this.update();
    this.largest = Math.max(1, ...chunkedMax(this.perPlace));
  }

  /** Base64 of one bit an event in the data set's order, least significant bit first; null shows all. */
  setMask(text) {
    this.mask = text === null ? null : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    this.update();
  }

  /** First and last day since 1970-01-01, inclusive; null for an open end. */
  setWindow(window) {
    this.window = window;
    this.update();
  }

  update() {
    if (this.cells) return; // the server has counted
    const { place, start, end, group, total } = this.data;
    const [first, last] = [this.window?.[0] ?? -1e9, this.window?.[1] ?? 1e9];
    this.perPlace.fill(0);
    this.perGroup.fill(0);
    this.perLater.fill(0);
    let count = 0;
    for (let row = 0; row < total; row += 1) {
      if (this.mask && !((this.mask[row >> 3] >> (row & 7)) & 1)) continue;
      if (start[row] > last || end[row] < first) continue;
      const where = place[row];
      if (where < 0) continue;
      this.rows[count] = row;
      count += 1;
      this.perPlace[where] += 1;
      this.perGroup[where * this.groups + group[row]] += 1;
      if (this.data.part?.[row]) this.perLater[where] += 1;
    }
    this.count = count;
  }

  /** Take over counts that the server made: places without single events. */
  counted(events) {
    this.cells = true;
    this.count = events;
    this.largest = Math.max(1, ...chunkedMax(this.perPlace));
  }

  /** Indices of the groups of which anything is shown. */
  groupsShown() {
    const found = new Set();
    if (this.cells) {
      this.perGroup.forEach((n, i) => n && found.add(i % this.groups));
      return [...found].sort();
    }
    for (let i = 0; i < this.count && found.size < this.groups; i += 1) found.add(this.data.group[this.rows[i]]);
    return [...found].sort();
  }

  /** Rows shown at any of some places, in the data set's order, which is that of time. */
  rowsAt(places) {
    const wanted = new Set(places);
    const found = [];
    if (this.cells) return found;
    for (let i = 0; i < this.count; i += 1) if (wanted.has(this.data.place[this.rows[i]])) found.push(this.rows[i]);
    return found;
  }

  has(row) {
    // `rows` is ascending: a binary search.
    let [low, high] = [0, (this.cells ? 0 : this.count) - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle] === row) return true;
      if (this.rows[middle] < row) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }
}

function chunkedMax(array) {
  const found = [0];
  for (let i = 0; i < array.length; i += 8192) found.push(Math.max(...array.subarray(i, i + 8192)));
  return found;
}
