// The list of events, which stands in the page as text: hides what lies outside the window, opens what is chosen.

export class List {
  /** @param choose called with the row that the reader opened, or -1 when it was closed */
  constructor(box, choose) {
    this.box = box;
    this.items = [...box.querySelectorAll("li[data-row]")];
    this.byRow = new Map(this.items.map((item) => [Number(item.dataset.row), item]));
    this.status = document.getElementById("atlas-shown");
    for (const [row, item] of this.byRow) {
      item.querySelector("summary").addEventListener("click", () => choose(item.firstElementChild.open ? -1 : row));
    }
  }

  id(row) {
    return this.byRow.get(row)?.dataset.id ?? null;
  }

  /** Show the events of which any day lies in a window of days; null shows all. */
  take(window_) {
    const [from, to] = [window_?.[0] ?? -Infinity, window_?.[1] ?? Infinity];
    let shown = 0;
    for (const item of this.items) {
      const inside = Number(item.dataset.start) <= to && Number(item.dataset.end) >= from;
      item.hidden = !inside;
      shown += inside;
    }
    const form = new Intl.PluralRules(document.documentElement.lang).select(shown);
    const words = this.status.dataset[form] ?? this.status.dataset.other;
    const number = new Intl.NumberFormat(document.documentElement.lang === "fr" ? "fr-FR" : "en-GB");
    this.status.textContent = words.replace("{n}", number.format(shown)).replace("{total}", number.format(this.items.length));
  }

  select(row) {
    for (const item of this.items) {
      const chosen = Number(item.dataset.row) === row;
      item.classList.toggle("chosen", chosen);
      // What was opened by its own line opens by itself.
      if (!chosen) item.firstElementChild.open = false;
    }
    const item = this.byRow.get(row);
    if (!item) return;
    requestAnimationFrame(() => {
      item.firstElementChild.open = true;
      // Only the list moves: the page around stays where the reader has it.
      const top = item.offsetTop - this.box.offsetTop;
      if (top < this.box.scrollTop || top + 60 > this.box.scrollTop + this.box.clientHeight) this.box.scrollTop = top - 8;
    });
  }
}
