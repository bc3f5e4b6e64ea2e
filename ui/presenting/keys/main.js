// Shift+P shows the page as a slide, Escape brings it back: also while the map, a frame of its own, has the focus.

const listening = new WeakSet();
let current = null;

/** Called at each rerun; the last one is who hears of keys. */
export function mount(component) {
  current = component;
  listen(document);
  frames();
  return () => {
    if (current === component) current = null;
  };
}

// Whoever clicks into the map takes the focus from this window; its frame may have come only now.
window.addEventListener("blur", () => frames());

function frames() {
  for (const frame of document.querySelectorAll("iframe")) {
    if (!listening.has(frame)) {
      listening.add(frame);
      frame.addEventListener("load", () => frames());
    }
    try {
      listen(frame.contentDocument);
      // The map leaves out its buttons on a slide (map.css).
      if (current) frame.contentDocument.documentElement.classList.toggle("atlas-presented", Boolean(current.data.on));
    } catch {
      continue; // a frame of another origin keeps its keys to itself
    }
  }
}

function listen(place) {
  if (!place || listening.has(place)) return;
  listening.add(place);
  place.addEventListener("keydown", hear);
}

function hear(event) {
  if (!current || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  const { on } = current.data;
  const target = event.composedPath()[0];
  if (!on && target.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if ((event.shiftKey && event.key.toUpperCase() === "P") || (on && event.key === "Escape")) {
    event.preventDefault();
    current.setTriggerValue("turn", true);
  }
}
