// The map's own controls: mode, layers, legend, coordinates, notes.

import { element } from "./panel.js";
import { picture } from "./symbols.js";

const L = window.L;
const MODES = ["places", "events", "density"];

/** A control that holds what `build(box)` puts into it and does not let clicks through to the map. */
function control(map, position, className, build) {
  const Control = L.Control.extend({
    options: { position },
    onAdd() {
      const box = element("div", `atlas-control ${className}`);
      L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
      build(box);
      return box;
    },
  });
  return new Control().addTo(map);
}

/** Places, events or density; and the button that opens the layers. */
export class TopBar {
  constructor(map, onMode, onOpen, layers) {
    Object.assign(this, { onMode, onOpen, layers });
    control(map, "topright", "atlas-top", (box) => (this.box = box));
    this.menu = element("div", "atlas-menu");
    this.menu.id = "atlas-layers";
    this.menu.hidden = true;
    map.getContainer().append(this.menu);
    L.DomEvent.disableClickPropagation(this.menu).disableScrollPropagation(this.menu);
    map.on("click", () => this.toggle(false));
    this.menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.toggle(false);
      this.button.focus();
    });
  }

  toggle(open) {
    if (open) this.onOpen();
    this.menu.hidden = !open;
    this.button?.setAttribute("aria-expanded", String(open));
  }

  /** Write everything in the reader's language; called again when language or mode change. */
  render(words, mode, state) {
    const group = element("div", "atlas-modes");
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-label", words.mode);
    for (const name of MODES) {
      const button = element("button", "", words[`mode_${name}`]);
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(name === mode));
      button.tabIndex = name === mode ? 0 : -1;
      button.title = words[`mode_${name}_help`];
      button.addEventListener("click", () => this.onMode(name));
      button.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.stopPropagation();
        this.onMode(MODES[(MODES.indexOf(name) + step + MODES.length) % MODES.length]);
        requestAnimationFrame(() => this.box.querySelector("[aria-checked=true]")?.focus());
      });
      group.append(button);
    }
    const open = this.button?.getAttribute("aria-expanded") ?? "false";
    this.button = element("button", "atlas-layers-button", words.layers);
    this.button.setAttribute("aria-expanded", open);
    this.button.setAttribute("aria-controls", this.menu.id);
    this.button.addEventListener("click", () => this.toggle(this.menu.hidden));
    this.box.replaceChildren(group, this.button);
    this.renderMenu(words, state);
  }

  renderMenu(words, state) {
    const overlays = element("fieldset");
    overlays.append(element("legend", "", words.layers));
    for (const name of this.layers.overlays) overlays.append(choice("checkbox", "atlas-overlay", words[`layer_${name}`], !state.hidden.has(name), (on) => this.layers.onOverlay(name, on)));
    const grounds = element("fieldset");
    grounds.append(element("legend", "", words.ground));
    for (const { id } of [{ id: "embedded" }, ...this.layers.online]) {
      const label = words[`ground_${id.toLowerCase().replaceAll(".", "_")}`] || id;
      grounds.append(choice("radio", "atlas-ground", label, state.ground === id, () => this.layers.onGround(id)));
    }
    grounds.append(element("p", "", words.ground_note));
    this.menu.replaceChildren(overlays, grounds);
  }
}

function choice(type, name, label, checked, onChange) {
  const line = element("label");
  const input = element("input");
  Object.assign(input, { type, name, checked });
  input.addEventListener("change", () => onChange(input.checked));
  line.append(input, document.createTextNode(label));
  return line;
}

const SIZES = ["events", "killed"];

/** Says what the symbols mean, for the mode and the groups that are shown now; and what they count, which is a choice. */
export class Legend {
  constructor(map, onSize) {
    this.onSize = onSize;
    control(map, "topleft", "atlas-legend", (box) => (this.box = box));
    // On a small screen the legend would cover the map, so there it opens on demand.
    this.open = map.getSize().x > 560;
  }

  /** Pixels from the map's left edge that what was asked for must keep clear of. */
  get right() {
    return this.open ? this.box.offsetLeft + this.box.offsetWidth + 10 : 12;
  }

  render(layer, words) {
    const { style, theme, mode } = layer;
    const body = element("div", "atlas-legend-body");
    const toggle = element("button", "atlas-legend-title", words.legend);
    toggle.setAttribute("aria-expanded", String(this.open));
    toggle.addEventListener("click", () => {
      this.open = !this.open;
      this.render(layer, words);
    });
    if (this.open) {
      if (mode !== "events" || layer.shown?.cells) body.append(this.choice(layer, words));
      if (mode === "density" && layer.bins) body.append(scale(layer, words));
      else {
        for (const group of (layer.shown?.groupsShown() ?? []).map((g) => layer.groups[g])) {
          const row = element("div", "atlas-legend-row");
          row.append(mode === "events" && !layer.shown.cells ? picture(style, theme, group, 13) : swatch(style.symbols[group][theme]), document.createTextNode(words[`group_${group}`]));
          body.append(row);
        }
        const { cells } = layer.shown ?? {};
        if (mode === "places" || cells) body.append(sizes(layer, words));
        if (layer.shown?.size === "killed" && (mode === "places" || cells)) body.append(note("ring", words.legend_no_death));
        if (cells) body.append(element("div", "atlas-legend-row atlas-quiet", words.legend_cells));
        if (mode === "events" && !cells) body.append(note("spread", words.legend_spread));
        if (!cells) body.append(...precision(layer.precisely.drawn, mode, words));
      }
      if (layer.precisely.drawn?.cercles) body.append(note("hatched", words.legend_hatched));
      body.append(note("disc", words.legend_area), note("site", words.legend_site), note("no-role", words.legend_no_role));
      if (mode !== "density") (layer.sets ?? []).forEach((name, part) => body.append(note(part && mode === "places" ? "set-1" : `set-${part}`, name)));
      if (mode === "places" && layer.sets?.length) body.append(note("set-mixed", words.legend_mixed));
    }
    const held = this.box.contains(document.activeElement) && document.activeElement.dataset.size;
    this.box.replaceChildren(toggle, body);
    if (held) this.box.querySelector(".atlas-size-choice [aria-pressed=true]")?.focus();
  }

  /** The switch between counting events and counting people killed. */
  choice(layer, words) {
    const group = element("div", "atlas-size-choice");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.size);
    group.append(element("span", "atlas-quiet", words.size));
    const now = layer.size ?? "events";
    for (const size of SIZES) {
      const button = element("button", "", words[`size_${size}`]);
      button.dataset.size = size;
      button.setAttribute("aria-pressed", String(size === now));
      button.addEventListener("click", () => size !== now && this.onSize(size));
      group.append(button);
    }
    return group;
  }
}

/** What is drawn of how well places are known: only what is on the map now. */
function precision(drawn, mode, words) {
  const lines = [];
  if (drawn?.localities) lines.push(note("locality", words.legend_locality));
  if (drawn?.routes) lines.push(note("stretch", words.legend_stretch));
  if (mode === "events") lines.push(note("open", words.legend_route));
  return lines;
}

function swatch(colour) {
  const dot = element("span", "atlas-swatch");
  dot.style.background = colour;
  return dot;
}

function sizes(layer, words) {
  const row = element("div", "atlas-sizes");
  const largest = layer.shown?.largest ?? 1;
  for (const n of [...new Set([1, Math.max(1, Math.round(largest / 4)), largest])]) {
    const item = element("span", "atlas-size");
    const circle = element("i");
    const r = layer.shown ? layer.radius(n) : 5;
    circle.style.width = circle.style.height = `${2 * r}px`;
    item.append(circle, document.createTextNode(words.number.format(n)));
    row.append(item);
  }
  const word = `${layer.shown?.cells ? "legend_cell_size" : "legend_size"}${layer.shown?.size === "killed" ? "_killed" : ""}`;
  row.append(element("span", "atlas-quiet", words[word]));
  return row;
}

function note(kind, text) {
  const row = element("div", "atlas-legend-row atlas-quiet");
  row.append(element("span", `atlas-mark atlas-mark-${kind}`), document.createTextNode(text));
  return row;
}

function scale({ bins: { limits, colours }, shown }, words) {
  const box = element("div", "atlas-scale");
  let from = 1;
  limits.forEach((limit, i) => {
    if (limit < from) return;
    const row = element("div", "atlas-legend-row");
    row.append(swatch(colours[i]), document.createTextNode(from === limit ? words.number.format(limit) : `${words.number.format(from)}–${words.number.format(limit)}`));
    box.append(row);
    from = limit + 1;
  });
  const killed = shown.size === "killed";
  if (killed) box.append(note("cell", words.legend_no_death));
  box.append(element("div", "atlas-quiet", words[killed ? "legend_density_killed" : "legend_density"]));
  return box;
}

/** Coordinates under the pointer, beside the scale bar. */
export function coordinates(map, language) {
  L.control.scale({ imperial: false, maxWidth: 110, position: "bottomright" }).addTo(map);
  control(map, "bottomright", "atlas-coordinates", (box) => {
    box.setAttribute("aria-hidden", "true");
    map.on("mousemove", ({ latlng }) => {
      const form = new Intl.NumberFormat(language() === "fr" ? "fr-FR" : "en-GB", { minimumFractionDigits: 4, maximumFractionDigits: 4 });
      const side = (value, positive, negative) => `${form.format(Math.abs(value))}° ${value < 0 ? negative : positive}`;
      box.textContent = `${side(latlng.lat, "N", "S")}  ${side(latlng.lng, "E", language() === "fr" ? "O" : "W")}`;
    });
    map.on("mouseout", () => (box.textContent = ""));
  });
}

/** The strip below the map: boundary note, attribution, and what could not be loaded. */
export class Notes {
  constructor(container) {
    this.box = element("footer", "atlas-notes");
    container.append(this.box);
    L.DomEvent.disableClickPropagation(this.box);
    // Legend and scale stand on the strip, however many lines it takes.
    new ResizeObserver(() => container.style.setProperty("--notes-height", `${this.box.offsetHeight}px`)).observe(this.box);
  }

  render(words, attribution, warnings) {
    this.box.replaceChildren(
      ...warnings.map((text) => {
        const line = element("span", "atlas-warning", text);
        line.setAttribute("role", "status");
        return line;
      }),
      element("span", "", `${words.boundary_note} ${words.not_un}`),
      element("span", "atlas-quiet", ` ${attribution}`),
    );
  }
}
