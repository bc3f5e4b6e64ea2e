// Days and bins. A day is the number of days since 1 January 1970; an interval runs from its first day up to, but not
// including, its last "edge", so that neighbouring bins share an edge.

const DAY = 86_400_000;

export const toDay = (iso) => Date.parse(`${iso}T00:00:00Z`) / DAY;
export const toIso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
export const toDate = (day) => new Date(day * DAY);
const utc = (year, month, date = 1) => Date.UTC(year, month, date) / DAY;

/** First day of the bin that a day lies in. Weeks begin on Monday, as in ISO 8601. */
export function binStart(bin, day) {
  if (bin === "day") return Math.floor(day);
  if (bin === "week") return Math.floor(day) - ((((Math.floor(day) + 3) % 7) + 7) % 7);
  const date = toDate(Math.floor(day));
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { month: utc(year, month), quarter: utc(year, month - (month % 3)), year: utc(year, 0) }[bin];
}

/** First day of the bin after the one that begins on a day. */
export function nextStart(bin, start) {
  if (bin === "day" || bin === "week") return start + (bin === "week" ? 7 : 1);
  const date = toDate(start);
  return utc(date.getUTCFullYear(), date.getUTCMonth() + { month: 1, quarter: 3, year: 12 }[bin]);
}

/** All bin edges of an extent, its own two ends included. */
export function binEdges(bin, from, end) {
  const edges = [from];
  for (let day = nextStart(bin, binStart(bin, from)); day < end; day = nextStart(bin, day)) edges.push(day);
  edges.push(end);
  return edges;
}

/** The same day so many years later; 29 February becomes 1 March. */
export function addYears(day, years) {
  const date = toDate(day);
  return utc(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate());
}

export const yearOf = (day) => toDate(Math.floor(day)).getUTCFullYear();
export const yearStart = (year) => utc(year, 0);

/** Position of a day among the edges, as a fraction: 2.5 is the middle of the third bin. */
export function indexOf(edges, day) {
  if (day <= edges[0]) return 0;
  if (day >= edges.at(-1)) return edges.length - 1;
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= day) low = middle;
    else high = middle;
  }
  return low + (day - edges[low]) / (edges[high] - edges[low]);
}

/** Day at a fractional position among the edges. */
export function dayAt(edges, index) {
  const last = edges.length - 1;
  const clamped = Math.min(Math.max(index, 0), last);
  const low = Math.min(Math.floor(clamped), last - 1);
  return edges[low] + (clamped - low) * (edges[low + 1] - edges[low]);
}

export function nearestEdge(edges, day) {
  const low = Math.min(Math.floor(indexOf(edges, day)), edges.length - 2);
  return day - edges[low] <= edges[low + 1] - day ? edges[low] : edges[low + 1];
}

export const edgeBefore = (edges, day) => edges[Math.max(Math.ceil(indexOf(edges, day)) - 1, 0)];
export const edgeAfter = (edges, day) => edges[Math.min(Math.floor(indexOf(edges, day)) + 1, edges.length - 1)];
export const floorEdge = (edges, day) => edges[Math.floor(indexOf(edges, day))];
export const ceilEdge = (edges, day) => edges[Math.ceil(indexOf(edges, day))];

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
