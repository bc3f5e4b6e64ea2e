// Where Streamlit comes in: one brush per place in the page, kept through every rerun.

import { Brush, identify } from "./brush.js";

const brushes = new WeakMap();

/** Called at each rerun: the same brush takes the new data; only one that left the page is taken down. */
export function mount(component) {
  const root = component.parentElement;
  let brush = brushes.get(root);
  if (brush && brush.identity !== identify(component.data)) {
    brush.destroy();
    brush = null;
  }
  if (!brush) {
    brush = new Brush(root, component);
    brushes.set(root, brush);
  }
  brush.update(component);
  // Streamlit also cleans up after a call that a later one has overtaken, sometimes before that later one is made: only
  // what has left the page is over.
  return () => {
    if (root.host.isConnected || brushes.get(root) !== brush) return;
    brush.destroy();
    brushes.delete(root);
  };
}
