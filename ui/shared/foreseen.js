// A window of days that the page, which runs on the server, will bring in a moment: what it still says of another is older.

/** Milliseconds after which the page is believed again whatever it says. */
const PATIENCE = 3000;

export class Foreseen {
  /**
   * @param window first and last day as the page will say them, `null` where it is open
   * @param late called when the page has not said so in time
   */
  constructor(window, late) {
    this.key = JSON.stringify(window);
    this.timer = setTimeout(late, PATIENCE);
  }

  /** Whether the page says it now. */
  is(window) {
    return JSON.stringify(window) === this.key;
  }

  end() {
    clearTimeout(this.timer);
  }
}
