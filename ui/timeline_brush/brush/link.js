// What the brush says to others: live windows to the map's frame, chosen windows to Python, and what it hears back.

import { toIso } from "./time.js";

/** Milliseconds that Python waits at most for what the reader looks at. */
const COURTESY = 1000;

export class Link {
  /** @param onselect called with the day of the event that was selected elsewhere, or null */
  constructor(channel, seq, onselect) {
    this.channel = new BroadcastChannel(channel);
    this.channel.onmessage = ({ data: message }) => {
      if (message?.type === "select") onselect(message.day ?? null);
      else if (message?.seq >= this.seq) this.shown?.(message.type);
    };
    this.seq = seq;
    this.answered = true;
  }

  /**
   * Tell map and table which days are in the window, the last one included; a choice comes with its number and as the page
   * will say it, `asked`: first and last day, `null` where it is open.
   */
  post(from, end, asked) {
    const seq = this.seq + (this.isSettled(from, end) ? 0 : 1);
    this.channel.postMessage({ type: "window", from, to: end - 1, live: !asked, ...(asked && { seq, asked }) });
  }

  /**
   * Tell Python, once per choice; while it plays, what is told is only on the way. Python then runs the whole page: begun
   * at once, it would compete with the table's rows, the map's cells and with `told`, a promise of the sentence and
   * figures, if there is one. Of several choices that wait, the last is told.
   */
  tell(from, end, whole, playing, told) {
    this.settled = playing ? null : `${from} ${end}`;
    this.seq += 1;
    this.answered = false;
    const days = whole ? { from: null, to: null } : { from: toIso(from), to: toIso(end - 1) };
    this.waiting = { ...days, seq: this.seq, ...(playing && { playing }) };
    // While it plays, map and table hear of passing windows only, and answer to none.
    if (!told || playing) return this.send();
    const awaited = new Set(["rows", "map"]);
    const shown = new Promise((done) => {
      this.shown = (type) => awaited.delete(type) && !awaited.size && done();
    });
    this.timer ??= setTimeout(() => this.send(), COURTESY);
    const { seq } = this;
    Promise.all([told, shown]).then(() => seq === this.seq && this.send());
  }

  /** Tell map and table of a window that Python hears of elsewhere, and as what the page will bring it. */
  foresee(from, end, asked) {
    // What was chosen before must not reach Python after this.
    this.send();
    this.settled = `${from} ${end}`;
    this.channel.postMessage({ type: "window", from, to: end - 1, live: false, asked, foreseen: true });
  }

  send() {
    clearTimeout(this.timer);
    this.timer = null;
    const window = this.waiting;
    this.waiting = null;
    if (window) this.setStateValue("window", window);
  }

  isSettled(from, end) {
    return this.settled === `${from} ${end}`;
  }

  /**
   * Take what a rerun brought and return the window that it asks for, if it is news: a rerun that began before our last
   * message still carries an older window, and a window that is held by a hand must stay in it.
   */
  hear({ setStateValue, data }, held) {
    this.setStateValue = setStateValue;
    this.answered = data.seq >= this.seq;
    if (!this.answered || held) return null;
    const asked = `${data.seq} ${data.window}`;
    const news = asked !== this.asked;
    this.asked = asked;
    this.seq = data.seq;
    return news ? data.window : null;
  }

  close() {
    this.send();
    this.channel.close();
  }
}
