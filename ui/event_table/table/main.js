// Called at each rerun: the same table takes the new data, so that scroll, focus and rows stay.

import { EventTable } from "./table.js";

const tables = new WeakMap();
const style = loadStyle();

async function loadStyle() {
  const url = new URL("table.css", import.meta.url);
  url.search = new URL(import.meta.url).search;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status}`);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await answer.text());
  return sheet;
}

export async function mount(component) {
  const root = component.parentElement;
  // Unstyled, it would flash as a heap of buttons.
  root.adoptedStyleSheets = [await style];
  let table = tables.get(root);
  if (table && !table.fits(component.data)) {
    table.destroy();
    table = null;
  }
  if (!table) {
    table = new EventTable(root, component.data);
    tables.set(root, table);
  }
  table.update(component);
  return () => {
    // Streamlit also calls the cleanup of a run that a later one has overtaken; the table is then still in use.
    if (root.host.isConnected) return;
    table.destroy();
    if (tables.get(root) === table) tables.delete(root);
  };
}
