// Names on the map: towns, sites, regions, water and roads with halos; the more important one wins a place.

import { CanvasLayer } from "./canvas-layer.js";

const L = window.L;
/** Kind of name → how it is set: size, weight, colour of the ground, spacing, first and last zoom, importance. */
const KINDS = {
  country: { size: 13, colour: "label_quiet", spacing: 3, caps: true, max: 7.5, importance: 30 },
  region: { size: 11, weight: 600, colour: "label_quiet", spacing: 2.5, caps: true, max: 9, importance: 60 },
  water: { size: 11, style: "italic", colour: "water_label", min: 6, importance: 35 },
  river: { size: 11, style: "italic", colour: "water_label", spacing: 1, min: 5.2, importance: 45 },
  route: { size: 11, colour: "label", min: 7, importance: 58 },
  cercle: { size: 11, colour: "label_quiet", spacing: 1, min: 7.6, max: 11, importance: 25 },
  town: { size: 11, colour: "label_quiet", importance: 20 },
  foreign: { size: 11, colour: "label_quiet", importance: 22, min: 5.5 },
  site: { size: 11, weight: 600, colour: "label", importance: 40 },
  capital: { size: 13, weight: 600, colour: "label", importance: 100 },
};
const TOWN_MIN_ZOOM = { 1: 0, 2: 0, 3: 7, 4: 8.5 };
const SITE_IMPORTANCE = { regional_capital: 100, town: 80, base: 50, crossing: 48, village: 44 };

export const LabelLayer = CanvasLayer.extend({
  initialize(style) {
    CanvasLayer.prototype.initialize.call(this, "atlas-labels");
    Object.assign(this, { style, theme: "light", labels: [], drawn: [], selected: null, hidden: new Set(), taken: [], clearance: () => 0, obstacles: () => [] });
  },

  setTheme(theme) {
    this.theme = theme;
    this.redraw();
  },

  /** Keep clear of what lies above the map: boxes `[left, top, right, bottom]` in pixels. */
  keepClear(boxes) {
    if (String(boxes) === String(this.taken)) return;
    this.taken = boxes;
    this.redraw();
  },

  /** Take the names out of the ground's layers and the sites, in the reader's language. */
  setNames(ground, sites, language, words) {
    const name = (p) => (language === "fr" && (p.name_fr || p.region_fr)) || p.name || p.region;
    const add = (kind, text, at, more = {}) => {
      const [lng, lat] = at || [];
      if (!text || lng === undefined) return;
      const k = KINDS[kind];
      const world = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), 0);
      this.labels.push({ importance: k.importance, min: k.min || 0, max: k.max || 99, ...more, kind, text: k.caps ? text.toLocaleUpperCase(language) : text, world });
    };
    this.labels = [];
    const known = new Set(sites.map((site) => site.id));
    for (const site of sites) {
      const kind = site.kind === "regional_capital" ? "capital" : "site";
      add(kind, site.name, site.at, { importance: SITE_IMPORTANCE[site.kind] + (site.role ? 6 : 0), site: site.id, point: site.at });
    }
    for (const f of ground.neighbours?.features || []) add("country", name(f.properties), f.properties.label);
    for (const f of ground.regions_click?.features || []) add("region", name(f.properties), f.properties.label);
    for (const f of ground.water?.features || []) add("water", name(f.properties), f.properties.label);
    for (const f of ground.towns?.features || []) {
      const p = f.properties;
      if (p.seat_of) add("cercle", words.cercle_label.replace("{name}", () => (language === "fr" && p.seat_of_fr) || p.seat_of), f.geometry.coordinates, { below: true });
      if (p.site && known.has(p.site)) continue;
      add(p.foreign ? "foreign" : "town", name(p), f.geometry.coordinates, { min: TOWN_MIN_ZOOM[p.rank] ?? 8.5, importance: 24 - p.rank, point: f.geometry.coordinates, dot: true });
    }
    this.lines = [];
    for (const f of ground.rivers?.features || []) if (name(f.properties) && f.properties.rank < 3) this.lines.push({ kind: "river", text: name(f.properties), path: worldPath(f.geometry) });
    for (const f of ground.routes?.features || []) {
      const main = f.properties.id === "route-du-poisson";
      // The Route du Poisson is named wherever it is long enough to be seen; other roads carry their numbers.
      this.lines.push({ kind: "route", text: main ? f.properties.name : f.properties.road_number, path: worldPath(f.geometry), min: main ? 5.2 : 7.5, must: main });
    }
    this.labels.sort((a, b) => b.importance - a.importance);
    this.redraw();
  },

  draw(context, size) {
    const zoom = this.map.getZoom();
    const { scale, left, top } = this.projection();
    const colours = this.style.grounds[this.theme];
    this.drawn = this.taken.map((box) => ({ box }));
    context.lineJoin = "round";
    const circles = this.obstacles();
    const onCircle = ([x0, y0, x1, y1], label, x, y) => label.point && circles.some(([cx, cy, r]) => Math.hypot(cx - x, cy - y) > 3 && Math.hypot(cx - Math.max(x0, Math.min(cx, x1)), cy - Math.max(y0, Math.min(cy, y1))) < r - 1);
    const place = (label) => {
      const kind = KINDS[label.kind];
      const [x, y] = [label.world.x * scale - left, label.world.y * scale - top];
      if (x < -80 || y < -30 || x > size.x + 80 || y > size.y + 30) return;
      this.setFont(context, kind);
      const [w, h] = [context.measureText(label.text).width, kind.size + 3];
      const ring = label.site && label.site === this.selected ? 9 : 0;
      const gap = label.point ? 5 + Math.max(ring, this.clearance(label)) : 0;
      // Round a point: right, left, above, below; a name that stands for an area: on its point.
      const offsets = label.below
        ? [[-w / 2, 9], [-w / 2, 20], [-w / 2, -22]]
        : label.point
          ? [[gap, -h / 2], [-gap - w, -h / 2], [-w / 2, -gap - h + 2], [-w / 2, gap - 2]]
          : [[-w / 2, -h / 2]];
      const boxes = offsets.map(([dx, dy]) => [x + dx, y + dy, x + dx + w, y + dy + h]);
      const free = boxes.filter((box) => box[0] >= 2 && box[2] <= size.x - 2 && !this.collides(box));
      // A capital is named at any rate, if it must be across another place's symbol.
      const box = free.find((one) => !onCircle(one, label, x, y)) ?? (label.importance >= 90 ? free[0] : undefined);
      if (!box) return;
      this.drawn.push({ box, site: label.site });
      if (label.dot && label.kind !== "cercle") this.dot(context, x, y, colours);
      this.write(context, label.text, box[0], box[1] + h / 2, colours[kind.colour], colours.halo);
    };
    const now = this.labels.filter((l) => zoom >= l.min && zoom <= l.max && !this.hidden.has(l.kind === "capital" ? "site" : l.kind === "foreign" ? "town" : l.kind));
    const chosen = now.find((l) => l.site && l.site === this.selected);
    if (chosen) place(chosen);
    const rest = now.filter((l) => l !== chosen);
    for (const label of rest.filter((l) => l.importance >= 70)) place(label);
    for (const line of this.lines || []) {
      if (!this.hidden.has(line.kind) && zoom >= (line.min ?? KINDS[line.kind].min)) this.alongLine(context, line, { scale, left, top }, size, colours);
    }
    for (const label of rest.filter((l) => l.importance < 70)) place(label);
    this.ring(context, chosen, { scale, left, top }, colours);
  },

  /** Mark the selected site, above everything else that is drawn there. */
  ring(context, label, { scale, left, top }, colours) {
    if (!label) return;
    for (const [colour, width] of [[colours.halo, 5], [colours.accent, 2]]) {
      context.beginPath();
      context.arc(label.world.x * scale - left, label.world.y * scale - top, 10, 0, 2 * Math.PI);
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
  },

  setFont(context, kind) {
    context.font = `${kind.style || ""} ${kind.weight || 400} ${kind.size}px ${this.font}`;
    context.letterSpacing = `${kind.spacing || 0}px`;
    context.textAlign = "left";
    context.textBaseline = "middle";
  },

  write(context, text, x, y, colour, halo) {
    context.strokeStyle = halo;
    context.lineWidth = 3.2;
    context.globalAlpha = 0.9;
    context.strokeText(text, x, y);
    context.globalAlpha = 1;
    context.fillStyle = colour;
    context.fillText(text, x, y);
  },

  dot(context, x, y, colours) {
    context.beginPath();
    context.arc(x, y, 1.8, 0, 2 * Math.PI);
    context.fillStyle = colours.town;
    context.fill();
  },

  collides([x0, y0, x1, y1]) {
    return this.drawn.some(({ box }) => x0 < box[2] + 3 && x1 > box[0] - 3 && y0 < box[3] && y1 > box[1]);
  },

  /** Write a river's or road's name along it, on the straightest stretch that the map shows. */
  alongLine(context, line, { scale, left, top }, size, colours) {
    const kind = KINDS[line.kind];
    this.setFont(context, kind);
    if (!line.text) return;
    const width = context.measureText(line.text).width;
    let best = null;
    for (const part of line.path) {
      const points = part.map(([x, y]) => [x * scale - left, y * scale - top]);
      for (let i = 0; i < points.length - 1; i += 1) {
        let [j, length] = [i, 0];
        while (j < points.length - 1 && length < width + 16) {
          length += Math.hypot(points[j + 1][0] - points[j][0], points[j + 1][1] - points[j][1]);
          j += 1;
        }
        if (length < width + 8) break;
        const [[x0, y0], [x1, y1]] = [points[i], points[j]];
        const [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
        if (mx < width / 2 || my < 20 || mx > size.x - width / 2 || my > size.y - 40) continue;
        const straight = Math.hypot(x1 - x0, y1 - y0) / length;
        const level = 1 - Math.abs(Math.atan((y1 - y0) / (x1 - x0 || 1e-6))) / Math.PI;
        const middle = 1 - 0.4 * Math.hypot(mx / size.x - 0.5, my / size.y - 0.5);
        const score = straight ** 3 * level * middle;
        if (score < (best?.score ?? 0.4)) continue;
        const half = Math.max(10, (Math.abs(x1 - x0) * width) / (length * 2 || 1));
        const box = [mx - half, my - 9, mx + half, my + 9];
        if (!this.collides(box)) best = { score, mx, my, box, angle: Math.atan2(y1 - y0, x1 - x0) };
      }
    }
    if (!best) return line.must && this.besideLine(context, line, { scale, left, top }, size, colours, width);
    this.drawn.push({ box: best.box });
    const upright = Math.abs(best.angle) > Math.PI / 2 ? best.angle + Math.PI : best.angle;
    context.save();
    context.translate(best.mx, best.my);
    context.rotate(upright);
    this.write(context, line.text, -width / 2, line.kind === "route" ? -9 : -8, colours[kind.colour], colours.halo);
    context.restore();
  },

  /** Write the name of a line that is too short or winding to carry it beside one of its points, with a fine leader. */
  besideLine(context, line, { scale, left, top }, size, colours, width) {
    const points = line.path[0].map(([x, y]) => [x * scale - left, y * scale - top]);
    const order = points.map((_, i) => i).sort((a, b) => Math.abs(a - points.length / 2) - Math.abs(b - points.length / 2));
    for (const reach of [14, 34, 60, 90]) {
      for (const i of order) {
        const [x, y] = points[i];
        for (const [dx, dy] of [[reach, reach], [reach, -reach], [-reach - width, reach], [-reach - width, -reach]]) {
          const box = [x + dx, y + dy - 8, x + dx + width, y + dy + 8];
          if (box[0] < 4 || box[2] > size.x - 4 || box[1] < 50 || box[3] > size.y - 60 || this.collides(box)) continue;
          this.drawn.push({ box });
          context.beginPath();
          context.moveTo(x, y);
          context.lineTo(dx > 0 ? box[0] - 2 : box[2] + 2, y + dy);
          context.lineWidth = 0.8;
          context.strokeStyle = colours.label;
          context.stroke();
          this.write(context, line.text, box[0], y + dy, colours.label, colours.halo);
          return;
        }
      }
    }
  },

  /** The site whose name lies under a point, or null. */
  siteAt(point) {
    const found = this.drawn.find(({ box, site }) => site && point.x >= box[0] && point.x <= box[2] && point.y >= box[1] && point.y <= box[3]);
    return found ? found.site : null;
  },
});

export const SiteLayer = CanvasLayer.extend({
  initialize(style) {
    CanvasLayer.prototype.initialize.call(this, "atlas-sites");
    Object.assign(this, { style, theme: "light", sites: [], visible: true, marked: new Set() });
  },

  setTheme(theme) {
    this.theme = theme;
    this.redraw();
  },

  setSites(sites) {
    this.sites = sites.map((site) => ({ ...site, world: L.CRS.EPSG3857.latLngToPoint(L.latLng(site.at[1], site.at[0]), 0) }));
    this.redraw();
  },

  /** A site where the Mission was is filled, another one open; regional capitals are larger. */
  draw(context) {
    if (!this.visible) return;
    const { scale, left, top } = this.projection();
    const c = this.style.grounds[this.theme];
    for (const site of this.sites) {
      site.xy = [site.world.x * scale - left, site.world.y * scale - top];
      const r = site.kind === "regional_capital" ? 3.6 : 2.6;
      context.beginPath();
      context.arc(site.xy[0], site.xy[1], r, 0, 2 * Math.PI);
      context.fillStyle = site.role ? c.site : c.halo;
      context.fill();
      context.lineWidth = 1.2;
      context.strokeStyle = site.role ? c.halo : c.town;
      context.stroke();
      if (!this.marked.has(site.id)) continue;
      // What the page speaks of: a ring of its own, whatever else is drawn at the place.
      context.beginPath();
      context.arc(site.xy[0], site.xy[1], 9, 0, 2 * Math.PI);
      context.lineWidth = 1.6;
      context.strokeStyle = c.accent;
      context.stroke();
    }
  },

  siteAt(point, reach = 6) {
    if (!this.visible) return null;
    const near = this.sites.filter((s) => s.xy && Math.hypot(s.xy[0] - point.x, s.xy[1] - point.y) <= reach);
    near.sort((a, b) => Math.hypot(a.xy[0] - point.x, a.xy[1] - point.y) - Math.hypot(b.xy[0] - point.x, b.xy[1] - point.y));
    return near.length ? near[0].id : null;
  },
});

function worldPath(geometry) {
  const parts = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
  return parts.map((part) => part.map(([lng, lat]) => { const p = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), 0); return [p.x, p.y]; }));
}
