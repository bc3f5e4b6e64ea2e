// The place that the reader looked for: the map goes there once, and a mark with its name stands there for a while.

import { element } from "./panel.js";

const L = window.L;
const KEY = "atlas-looked";

export class Found {
  constructor(map, fit) {
    Object.assign(this, { map, fit });
    map.on("click", () => this.mark?.remove());
  }

  /** @param look `{seq, name, at, bounds}`; each is followed once in this tab, however often the page is drawn */
  follow(look) {
    if (!look || look.seq <= seen()) return;
    remember(look.seq);
    this.mark?.remove();
    this.fit(look.bounds);
    const label = element("span", "atlas-found", look.name);
    const icon = L.divIcon({ className: "atlas-handle", html: label, iconSize: [0, 0] });
    this.mark = L.marker(look.at, { icon, pane: "atlas-drawing", interactive: false, keyboard: false }).addTo(this.map);
  }
}

let last = 0;

function seen() {
  try {
    return Math.max(last, Number(sessionStorage.getItem(KEY)) || 0);
  } catch {
    return last;
  }
}

function remember(seq) {
  last = seq;
  try {
    sessionStorage.setItem(KEY, String(seq));
  } catch {
    // Storage that is switched off: then a page that is loaded anew goes there again.
  }
}
