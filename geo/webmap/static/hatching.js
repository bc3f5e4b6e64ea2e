// Cercles that are all that is known of some events' place: hatched within their limits, where the user brought them.

const L = window.L;
/** Distance of the lines across, in pixels. */
const STEP = 8;

export class Hatching {
  constructor(layer) {
    Object.assign(this, { layer, rings: new Map(), patterns: new Map() });
  }

  /** Take the limits, a GeoJSON or nothing; say whether they are others than before. */
  setGround(cercles) {
    if (this.cercles === cercles) return false;
    this.cercles = cercles;
    this.rings.clear();
    for (const { geometry, properties } of cercles?.features ?? []) {
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const name = properties.cercle || properties.name;
      this.rings.set(name, [...(this.rings.get(name) ?? []), ...polygons.flat().map(inWorld)]);
    }
    return true;
  }

  /** Hatch a cercle; false where its limits are not known here. */
  draw(context, cercle, colour) {
    const rings = cercle && this.rings.get(cercle);
    if (!rings) return false;
    const { scale, left, top } = this.layer.projection();
    context.beginPath();
    for (const ring of rings) {
      ring.forEach(({ x, y }, i) => context[i ? "lineTo" : "moveTo"](x * scale - left, y * scale - top));
      context.closePath();
    }
    context.globalAlpha = 0.5;
    context.fillStyle = this.pattern(context, colour);
    context.fill("evenodd");
    context.globalAlpha = 0.65;
    context.strokeStyle = colour;
    context.lineWidth = 1.25;
    context.stroke();
    context.globalAlpha = 1;
    return true;
  }

  pattern(context, colour) {
    const ratio = window.devicePixelRatio || 1;
    const key = `${colour} ${ratio}`;
    if (!this.patterns.has(key)) {
      const tile = document.createElement("canvas");
      tile.width = tile.height = Math.round(STEP * ratio);
      const pen = tile.getContext("2d");
      pen.scale(tile.width / STEP, tile.width / STEP);
      pen.strokeStyle = colour;
      pen.lineWidth = 0.9;
      // The corners as well, or the lines would have gaps where tiles meet.
      for (const shift of [-STEP, 0, STEP]) {
        pen.moveTo(shift - 1, STEP + 1);
        pen.lineTo(shift + STEP + 1, -1);
      }
      pen.stroke();
      const pattern = context.createPattern(tile, "repeat");
      // One dot of the tile is one of the screen.
      pattern.setTransform(new DOMMatrix().scale(STEP / tile.width));
      this.patterns.set(key, pattern);
    }
    return this.patterns.get(key);
  }
}

function inWorld(ring) {
  return ring.map(([lon, lat]) => L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 0));
}
