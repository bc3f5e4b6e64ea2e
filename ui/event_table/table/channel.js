// To and from the map: both pages listen on one channel, so that a mark is there before the server has answered.

const DAY = 86_400_000;

/** A day as a number since 1970; the brush sends such numbers, rows carry ISO days. */
const number = (day) => (typeof day === "number" ? day : Date.parse(day) / DAY);

export class Channel {
  constructor(name, { select, dim }) {
    this.name = name;
    this.hovered = null;
    this.pipe = new BroadcastChannel(name);
    this.pipe.onmessage = ({ data }) => {
      if (data?.type === "select") select(typeof data.id === "string" ? data.id : null);
      else if (data?.type === "window") dim(data);
    };
  }

  /** The map goes by the id or, quicker, by the row's number in the data set, the timeline by the day. */
  select(id, row) {
    this.pipe.postMessage({ type: "select", id, row: row?.row, day: row ? number(row.sort_date) : null });
  }

  hover(row) {
    const id = row?.id ?? null;
    if (id === this.hovered) return;
    this.hovered = id;
    this.pipe.postMessage({ type: "hover", id, row: row?.row });
  }

  rows(seq) {
    this.pipe.postMessage({ type: "rows", seq });
  }

  close() {
    this.hover(null);
    this.pipe.close();
  }
}

/** A day as the address writes it. */
export const iso = (day) => new Date(number(day) * DAY).toISOString().slice(0, 10);

/** A test for rows that lie outside of a time window; an open side is `null`. */
export function outside({ from, to }) {
  const [first, last] = [from === null ? -Infinity : number(from), to === null ? Infinity : number(to)];
  return (row) => {
    return number(row.sort_end) < first || number(row.sort_date) > last;
  };
}
