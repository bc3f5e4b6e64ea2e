// The five shapes of the groups, with the outlines that the map draws, and the icons of the table.

import { svg } from "../shared/dom.js";

/** Outlines in a box from -8 to 8; all cover about the area of a circle of radius 5.6, as on the map. */
const SHAPES = {
  circle: "M5.6 0A5.6 5.6 0 1 1-5.6 0A5.6 5.6 0 1 1 5.6 0Z",
  diamond: "M0-7L7 0L0 7L-7 0Z",
  square: "M-5-5H5V5H-5Z",
  triangle: "M0-7.3L6.9 5.1H-6.9Z",
  // An X, not a plus, which would read as a medical sign.
  cross: "M0-3.3L2.7-6L6-2.7L3.3 0L6 2.7L2.7 6L0 3.3L-2.7 6L-6 2.7L-3.3 0L-6-2.7L-2.7-6Z",
};

const ICONS = {
  // A place that is struck out.
  unplaced: "M13.5 8A5.5 5.5 0 1 1 2.5 8A5.5 5.5 0 1 1 13.5 8ZM4.2 4.2l7.6 7.6",
  arrow: "M8 13V3M4.2 6.8 8 3l3.8 3.8",
};

/** A symbol whose shape and colour `paint` gives. */
export function symbol() {
  return svg("svg", { class: "symbol", viewBox: "-8 -8 16 16", width: 14, height: 14, "aria-hidden": "true" }, svg("path"));
}

export function paint(node, group, shape) {
  if (node.dataset.group === group) return;
  node.dataset.group = group;
  node.firstChild.setAttribute("d", SHAPES[shape] ?? SHAPES.circle);
  // The group is a name of our own table (geo/style.py); an unknown one simply has no colour of its own.
  node.style.fill = /^\w+$/.test(group) ? `var(--group-${group}, currentColor)` : "currentColor";
}

export const icon = (name, size) =>
  svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
