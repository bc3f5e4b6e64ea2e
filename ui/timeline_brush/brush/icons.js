// The brush's icons, drawn here, and buttons that show them.

import { h, svg } from "../shared/dom.js";

const ICONS = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z",
  back: "M6 6h2v12H6zM18.5 6v12L9.5 12z",
  forward: "M16 6h2v12h-2zM5.5 6v12l9-6z",
  zoom_in: "M11.1 5h1.8v6.1H19v1.8h-6.1V19h-1.8v-6.1H5v-1.8h6.1z",
  zoom_out: "M5 11.1h14v1.8H5z",
  zoom_reset: "M3 6h1.8v12H3zM19.2 6H21v12h-1.8zM6 12l4-4v3.1h4V8l4 4-4 4v-3.1h-4V16z",
  more: "M4 10.3h3.4v3.4H4zM10.3 10.3h3.4v3.4h-3.4zM16.6 10.3H20v3.4h-3.4z",
  close: "M6.3 7.6 7.6 6.3 12 10.7l4.4-4.4 1.3 1.3-4.4 4.4 4.4 4.4-1.3 1.3-4.4-4.4-4.4 4.4-1.3-1.3 4.4-4.4z",
};

export const icon = (name) =>
  svg("svg", { viewBox: "0 0 24 24", width: 20, height: 20, "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));

/** A button that shows an icon and says its name to a screen reader and on hover. */
export const iconButton = (name, label, onclick) =>
  h(
    "button",
    { type: "button", class: "icon", "data-action": name, "aria-label": label, title: label, onclick },
    icon(name),
  );

export function swapIcon(button, name, label) {
  if (button.dataset.icon === name) return;
  button.dataset.icon = name;
  button.replaceChildren(icon(name));
  button.setAttribute("aria-label", label);
  button.title = label;
}
