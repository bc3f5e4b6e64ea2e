// What stands in the list's place, or under it, when there are no rows to show or not all of them.

import { h } from "../shared/dom.js";

export class Notices {
  constructor(words, retry) {
    this.words = words;
    this.retry = retry;
    this.node = h("div", { class: "notice", hidden: true });
    /** Read aloud whenever it changes. */
    this.live = h("div", { class: "unseen", role: "status" });
  }

  none() {
    this.show(null);
  }

  loading() {
    this.show("loading", this.line("loading", "hint"));
    this.say(this.words.t("loading"));
  }

  empty() {
    this.show("empty", this.line("empty"), this.line("empty_hint", "hint"));
  }

  failed() {
    this.show("failed", this.line("failed"), this.line("failed_hint", "hint"), this.button());
    this.say(this.words.t("failed"));
  }

  failedSome() {
    this.show("some", this.line("failed_some"), this.button());
    this.say(this.words.t("failed_some"));
  }

  say(text) {
    if (this.live.textContent !== text) this.live.textContent = text;
  }

  line(key, name = null) {
    return h("p", { class: name, text: this.words.t(key) });
  }

  button() {
    return h("button", { type: "button", text: this.words.t("retry"), onclick: () => this.retry() });
  }

  show(kind, ...content) {
    if (this.kind === kind) return;
    this.kind = kind;
    this.node.hidden = kind === null;
    this.node.dataset.kind = kind ?? "";
    this.node.replaceChildren(...content);
  }
}
