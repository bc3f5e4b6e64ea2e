// Buttons that copy the link, the citation and the picture of the view, and say whether it worked.

import { h, write } from "../shared/dom.js";

const boxes = new WeakMap();

/** Called at each rerun: the same buttons take the new view, so that what was just said of one stays. */
export function mount(component) {
  const root = component.parentElement;
  let box = boxes.get(root);
  if (!box) boxes.set(root, (box = new Buttons(root)));
  box.take(component.data);
}

class Buttons {
  constructor(root) {
    this.said = h("p", { role: "status" });
    this.row = h("div", { class: "row" });
    const style = h("link", { rel: "stylesheet", href: new URL("share.css", import.meta.url).href });
    root.replaceChildren(style, h("section", {}, this.row, this.said));
  }

  take(data) {
    const changed = JSON.stringify(data) !== this.key;
    this.key = JSON.stringify(data);
    this.data = data;
    if (!changed) return;
    const kinds = ["link", "citation", ...(data.picture ? ["picture"] : [])];
    this.row.replaceChildren(...kinds.map((kind) => this.button(kind)));
    write(this.said, "");
  }

  button(kind) {
    const { words } = this.data;
    const copy = () => (kind === "picture" ? this.copyPicture() : this.copyText(kind));
    return h("button", { type: "button", text: words[`copy_${kind}`], title: words[`copy_${kind}_help`], onclick: copy });
  }

  async copyText(kind) {
    const text = this.data[kind];
    const { words } = this.data;
    try {
      await toClipboard(text);
      this.say(words[`${kind}_copied`]);
    } catch {
      // The reader copies it by hand: it stands there, selected.
      const field = h("textarea", { readonly: true, rows: 3, "aria-label": words[`copy_${kind}`] });
      field.value = text;
      this.said.replaceChildren(words.by_hand, field);
      field.focus();
      field.select();
    }
  }

  async copyPicture() {
    const { words, picture } = this.data;
    this.say(words.making);
    try {
      // The picture is handed over as a promise: a browser that waited for it would have forgotten the click.
      const made = fetch(picture, { credentials: "same-origin" }).then(async (answer) => {
        if (!answer.ok) throw new Error((await answer.json().catch(() => null))?.error ?? String(answer.status));
        return answer.blob();
      });
      await navigator.clipboard.write([new ClipboardItem({ "image/png": made })]);
      this.say(words.picture_copied);
    } catch (error) {
      console.warn(error);
      const link = h("a", { href: picture, download: "", text: words.picture_file });
      this.said.replaceChildren(`${words.picture_failed} `, link);
    }
  }

  say(text) {
    this.said.replaceChildren(text);
  }
}

/** Copy text; where the page may not use the clipboard (plain http), by way of a selection. */
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea", { style: "position:fixed;opacity:0" });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("no clipboard");
  }
}
