// The coordinates of a point, to be copied: decimal degrees, degrees with minutes and seconds, MGRS.

import { element } from "./panel.js";

const L = window.L;
const FORMS = ["decimal", "dms", "mgrs"];
/** Kilometres of the filter that is offered round a point. */
const ROUND_KM = 25;

export class PointMenu {
  /** @param does `{send(message), lang(), words(), filters(), left()}`; `left` is how much of the map the legend covers */
  constructor(map, address, does) {
    Object.assign(this, { map, address, does });
    this.popup = L.popup({ className: "atlas-point", closeButton: false, minWidth: 230, maxWidth: 280 });
    map.on("popupclose", ({ popup }) => popup === this.popup && map.getContainer().contains(document.activeElement) && map.getContainer().focus({ preventScroll: true }));
  }

  async open({ lat, lng }) {
    const words = this.does.words();
    const [at, lon] = [Number(lat.toFixed(5)), Number((((lng + 540) % 360) - 180).toFixed(5))];
    const found = await this.forms(at, lon);
    const box = element("section", "atlas-point-box");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", words.coordinates);
    const head = element("header");
    const close = element("button", "atlas-list-close", "×");
    close.ariaLabel = words.close;
    close.addEventListener("click", () => this.popup.close());
    head.append(element("strong", "", words.coordinates), close);
    box.addEventListener("keydown", ({ key }) => key === "Escape" && this.popup.close());
    const status = element("p", "atlas-point-status");
    status.setAttribute("role", "status");
    box.append(head, ...FORMS.filter((form) => found[form]).map((form) => this.row(words, form, found[form], status)));
    if (!found.dms) status.textContent = words.coordinates_missing;
    if (this.does.filters()) {
      const near = element("button", "atlas-point-near", words.near_here);
      near.addEventListener("click", () => {
        this.popup.close();
        this.does.send({ within: `circle:${Number(at.toFixed(3))},${Number(lon.toFixed(3))},${ROUND_KM}` });
      });
      box.append(near);
    }
    box.append(status);
    Object.assign(this.popup.options, { autoPanPaddingTopLeft: [this.does.left(), 50], autoPanPaddingBottomRight: [12, 12] });
    this.popup.setLatLng([lat, lng]).setContent(box).openOn(this.map);
    box.querySelector(".atlas-copy")?.focus({ preventScroll: true });
  }

  /** What the server writes; without it the decimal degrees, which need no help. */
  async forms(lat, lon) {
    try {
      const answer = await fetch(`${this.address}?at=${lat},${lon}&lang=${this.does.lang()}`);
      if (!answer.ok) throw new Error(answer.status);
      return await answer.json();
    } catch {
      return { decimal: `${lat.toFixed(5)}, ${lon.toFixed(5)}` };
    }
  }

  row(words, form, text, status) {
    const row = element("div", "atlas-point-row");
    const value = element("code", "", text);
    const button = element("button", "atlas-copy", words.copy);
    button.ariaLabel = `${words.copy}: ${words[`form_${form}`]}`;
    button.addEventListener("click", async () => (status.textContent = (await copy(text)) ? words.copied.replace("{text}", () => text) : words.copy_failed));
    const name = element("span", "atlas-quiet", words[`form_${form}`]);
    row.append(name, value, button);
    return row;
  }
}

/** Put text on the clipboard; without the browser's own way (a page without TLS) by a field that is copied from. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element("textarea", "atlas-copy-field");
    field.value = text;
    document.body.append(field);
    const focused = document.activeElement;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }
}
