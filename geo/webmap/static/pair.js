// Two maps that move together and draw symbols on one scale: each in its own frame, on a channel of the page's tab.
//
// One of them leads: the first until the reader's hand is on the other. Only the leader tells where it is, and what is
// heard is never told again, so that no echo goes back and forth. A term counts how often the lead has changed: what a
// former leader said late is not heeded.

const HANDS = ["pointerdown", "wheel", "keydown", "touchstart"];

export class Pair {
  constructor(atlas) {
    Object.assign(this, { atlas, map: atlas.map, channel: null, leading: false, following: false, term: 0, others: 1 });
    const box = this.map.getContainer();
    for (const type of HANDS) box.addEventListener(type, () => this.lead(), { capture: true, passive: true });
    this.map.on("move zoom", () => this.moved(false));
    this.map.on("moveend", () => this.moved(true));
    // The target of an animated zoom: the other map need not wait until it ends.
    this.map.on("zoomanim", ({ center, zoom }) => this.leading && this.tell(center, zoom, true));
  }

  /** Follow the page's word: `{channel, side}`, or nothing where the map stands alone; `largest` is common to both. */
  follow(pair, largest) {
    this.largest = largest;
    if (pair?.channel !== this.channel?.name) {
      this.channel?.close();
      this.channel = null;
      if (pair) {
        this.leading = pair.side === "a";
        // On half a page the legend would cover half a map: there it opens on demand.
        this.atlas.legend.open = this.map.getSize().x > 800;
        this.atlas.legendKey = null;
        this.channel = new BroadcastChannel(pair.channel);
        this.channel.onmessage = ({ data }) => this.hear(data);
        this.channel.postMessage({ type: "ask" });
      }
    }
    this.scale();
  }

  lead() {
    if (!this.channel || this.leading) return;
    this.leading = true;
    this.term += 1;
    this.channel.postMessage({ type: "lead", term: this.term });
  }

  moved(rests) {
    if (!this.channel || this.following || this.map._animatingZoom) return;
    if (this.leading) this.tell(this.map.getCenter(), this.map.getZoom(), rests);
    // It moved by itself, to show its own view: where it should be, the leader knows.
    else if (rests) this.channel.postMessage({ type: "ask" });
  }

  tell({ lat, lng }, zoom, rests) {
    this.channel?.postMessage({ type: "view", term: this.term, lat, lng, zoom, rests });
  }

  hear(said) {
    const { type, term } = said;
    if (type === "scale") {
      this.others = said.largest;
      this.scale();
    } else if (type === "ask") {
      if (this.leading) this.tell(this.map.getCenter(), this.map.getZoom(), true);
      if (this.own) this.channel.postMessage({ type: "scale", largest: this.own });
    } else if (term >= this.term) {
      Object.assign(this, { term, leading: false });
      if (type === "view") this.go(said);
    }
  }

  go({ lat, lng, zoom, rests }) {
    const { map } = this;
    const now = map.getCenter();
    if (map.getZoom() === zoom && Math.abs(now.lat - lat) < 1e-9 && Math.abs(now.lng - lng) < 1e-9) return;
    this.following = true;
    try {
      map.stop();
      // While it moves whole pixels will do, and cost little; where it comes to rest is the same place exactly.
      map.setView([lat, lng], zoom, { animate: false, reset: rests });
    } finally {
      this.following = false;
    }
  }

  /** Cells of a large data set are counted for what the map shows: the other map is told, and the larger count rules. */
  counted(largest) {
    if (!this.channel) return;
    if (largest !== this.own) this.channel.postMessage({ type: "scale", largest });
    this.own = largest;
    this.scale();
  }

  /** Set the number of events that the largest symbol stands for. */
  scale() {
    const { shown } = this.atlas.events;
    if (!shown || !this.channel) return;
    const common = this.own ? Math.max(this.own, this.others) : this.largest;
    if (!common || shown.largest === common) return;
    shown.largest = common;
    this.atlas.events.redraw();
  }
}
