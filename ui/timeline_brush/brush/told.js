// The page's sentence and figures, brought up to date when a window is chosen: the page itself, which runs on the server,
// says the same a while later. What it has said meanwhile is newer and stays.

import { h } from "../shared/dom.js";
import { toIso } from "./time.js";

const SENTENCE = ".st-key-view_sentence .atlas-sentence";
const FIGURES = ".st-key-view_figures .atlas-figures";

export class Told {
  constructor() {
    this.url = null;
    this.turn = 0;
  }

  /**
   * Fetch and write what is said of a window: first and last day, `null` where it is open. Returns a promise of the end of
   * that; nothing where the page has no such words.
   */
  of(first, last) {
    const { url } = this;
    const sentence = document.querySelector(SENTENCE);
    return url && sentence ? this.tell(url, sentence, first, last) : null;
  }

  async tell(url, sentence, first, last) {
    const turn = (this.turn += 1);
    const before = sentence.textContent;
    const address = new URL(url, document.baseURI);
    if (first !== null) address.searchParams.set("from", toIso(first));
    if (last !== null) address.searchParams.set("to", toIso(last));
    let said;
    try {
      const answer = await fetch(address);
      if (!answer.ok) return; // the page says what is wrong
      said = await answer.json();
    } catch {
      return;
    }
    const overtaken = turn !== this.turn || url !== this.url || !sentence.isConnected || sentence.textContent !== before;
    if (overtaken) return;
    sentence.textContent = said.sentence;
    document.querySelector(FIGURES)?.replaceChildren(...said.figures.map(figure));
  }
}

function figure([value, label, note]) {
  const name = h("dt", { text: label });
  if (note) name.append(h("small", { text: note }));
  return h("div", {}, h("dd", { text: value }), name);
}
