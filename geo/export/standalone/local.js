// In place of the network: what the scripts fetch stands in the file, what they tell each other stays in the page.

/** Answer every request from the file's own contents; anything else is refused, for there is no other place to ask. */
export function serve(files) {
  window.fetch = async (address) => {
    const name = String(address);
    if (!(name in files)) throw new TypeError(`${name} is not in this file`);
    const content = files[name];
    return new Response(typeof content === "string" ? Uint8Array.from(atob(content), (c) => c.charCodeAt(0)) : JSON.stringify(content));
  };
  window.BroadcastChannel = Channel;
}

const open = new Set();

/** The browser's channels may be closed to pages that were opened from a folder. */
class Channel {
  constructor(name) {
    this.name = name;
    this.onmessage = null;
    open.add(this);
  }

  postMessage(data) {
    for (const other of open) if (other !== this && other.name === this.name) other.onmessage?.({ data });
  }

  close() {
    open.delete(this);
  }
}
