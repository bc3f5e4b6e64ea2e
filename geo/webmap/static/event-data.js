// The events of one data set as typed arrays, and which of them are shown: the server's mask and the window of days.

const MAGIC = 0x324c5441; // "ATL2", little-endian

/** Read the server's binary answer, which begins at a byte of the buffer; see geo/webmap/arrays.py for its form. */
export function decode(buffer, from = 0) {
  const head = new Uint32Array(buffer, from, 4);
  if (head[0] !== MAGIC) throw new Error("The answer is not the Atlas's event arrays.");
  const [, total, places, known] = head;
  let at = from + 16;
  const take = (Type, count) => {
    const array = new Type(buffer, at, count);
    at += array.byteLength;
    return array;
  };
  const arrays = {
    total,
    placeLat: take(Float32Array, places),
    placeLon: take(Float32Array, places),
    placeRadius: take(Float32Array, places),
    localityRadius: take(Float32Array, places), // widest of those known to the locality, 0: none
    routeRadius: take(Float32Array, places), // of those known to a stretch of road
    place: take(Int32Array, total), // -1: not on the map
    start: take(Int32Array, total),
    end: take(Int32Array, total),
    best: take(Int32Array, total), // -1: unknown
    group: take(Uint8Array, total),
    precision: take(Uint8Array, total),
  };
  // Places of which no more is known than the cercle.
  arrays.cercleOf = new Map(known ? JSON.parse(new TextDecoder().decode(take(Uint8Array, known))) : []);
  arrays.part = at < buffer.byteLength ? take(Uint8Array, total) : null; // of several data sets, the number of each event's
  return arrays;
}

/** Index of violent events among the groups of geo/model.py: only of those is a missing toll worth a word. */
const VIOLENCE = 0;

/** What is shown: recomputed when mask or window change, not when the map moves. */
export class Shown {
  constructor(data, groups) {
    this.data = data;
    this.groups = groups;
    this.mask = null;
    this.window = null;
    this.version = 0; // grows whenever other events are shown
    this.rows = new Int32Array(data.total);
    this.count = 0;
    this.perPlace = new Int32Array(data.placeLat.length);
    this.perGroup = new Int32Array(data.placeLat.length * groups);
    this.perLater = new Int32Array(data.placeLat.length); // events of other data sets than the first
    this.killed = null; // once asked for: people killed by place and by place and group, tolls unknown by place
    this.size = "events";
    // Events come in order of their first days. With the latest end so far beside each, a window is a stretch of them.
    this.latest = new Int32Array(data.total);
    this.ordered = true;
    for (let row = 0, latest = -Infinity; row < data.total; row += 1) {
      if (row && data.start[row] < data.start[row - 1]) this.ordered = false;
      latest = Math.max(latest, data.end[row]);
      this.latest[row] = latest;
    }
    this.update();
    this.scale();
  }

  /** What symbols count: `events` or `killed`, the best estimates of deaths. */
  setSize(size) {
    if (size === this.size) return;
    this.size = size;
    if (size === "killed" && !this.killed) {
      const places = this.data.placeLat.length;
      this.killed = { perPlace: new Float64Array(places), perGroup: new Float64Array(places * this.groups), unknown: new Int32Array(places) };
    }
    const { mask, window } = this;
    [this.mask, this.window] = [null, null];
    this.update();
    this.scale();
    [this.mask, this.window] = [mask, window];
    this.update();
  }

  /** The largest place of the whole data set sets the scale of the symbols, so that it stays the same in every view. */
  scale() {
    this.largest = Math.max(1, ...chunkedMax(this.weights));
  }

  /** What the size of a place's symbol stands for, by place; and by place and group. */
  get weights() {
    return this.size === "killed" ? this.killed.perPlace : this.perPlace;
  }

  get groupWeights() {
    return this.size === "killed" ? this.killed.perGroup : this.perGroup;
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
    this.version += 1;
    if (this.cells) return; // the server has counted
    const { place, start, end, group, best, total } = this.data;
    const killed = this.size === "killed" ? this.killed : null;
    if (killed) for (const counts of Object.values(killed)) counts.fill(0);
    const [first, last] = [this.window?.[0] ?? -1e9, this.window?.[1] ?? 1e9];
    this.perPlace.fill(0);
    this.perGroup.fill(0);
    this.perLater.fill(0);
    let count = 0;
    const [low, high] = this.ordered ? [below(this.latest, first), below(start, last + 1)] : [0, total];
    for (let row = low; row < high; row += 1) {
      if (this.mask && !((this.mask[row >> 3] >> (row & 7)) & 1)) continue;
      if (start[row] > last || end[row] < first) continue;
      const where = place[row];
      if (where < 0) continue;
      this.rows[count] = row;
      count += 1;
      this.perPlace[where] += 1;
      this.perGroup[where * this.groups + group[row]] += 1;
      if (this.data.part?.[row]) this.perLater[where] += 1;
      if (!killed) continue;
      if (best[row] > 0) {
        killed.perPlace[where] += best[row];
        killed.perGroup[where * this.groups + group[row]] += best[row];
      } else if (best[row] < 0 && group[row] === VIOLENCE) killed.unknown[where] += 1;
    }
    this.count = count;
  }

  /** Take over counts that the server made: places without single events, and the killed where it was asked for them. */
  counted(events, killed) {
    this.cells = true;
    this.count = events;
    this.killed = killed;
    this.size = killed ? "killed" : "events";
    this.scale();
  }

  /** Indices of the groups of which anything is shown. */
  groupsShown() {
    const found = new Set();
    const { perGroup, groups } = this;
    for (let i = 0; i < perGroup.length && found.size < groups; i += 1) if (perGroup[i]) found.add(i % groups);
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

/** How many values of an ascending array lie below a limit. */
function below(array, limit) {
  let [low, high] = [0, array.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (array[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function chunkedMax(array) {
  const found = [0];
  for (let i = 0; i < array.length; i += 8192) found.push(Math.max(...array.subarray(i, i + 8192)));
  return found;
}
