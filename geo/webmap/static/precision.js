// How well places are known, drawn as what it is: a locality as the disc in which the event happened, a road as the stretch,
// an area as the dashed disc or, where the user brought its limits, the hatched cercle.

import { Hatching } from "./hatching.js";

const L = window.L;
/** Radius in which the number of an area is taken for the pointer, in pixels. */
export const AREA_NUMBER = 9;
/** Codes of location precision, in the order of geo/model.py. */
const [LOCALITY, ROUTE] = [1, 2];
const [HAS_LOCALITY, HAS_ROUTE] = [1, 2];
/** With more shapes on the map than this, none could be told from another, and none is painted. */
const MOST = 300;
/** A point farther than this from every road of the data (km) lies on another road, whose course is not known here. */
const OFF_ROAD = 6;
const KM_PER_DEGREE = 111.2;
/** An area whose middle is within so many degrees of a town is drawn round it. */
const NEAR = 0.05;

export class Precision {
  constructor(layer) {
    Object.assign(this, { layer, roads: [], points: [], stretches: new Map(), kinds: null, hatching: new Hatching(layer) });
  }

  /**
   * @param routes the GeoJSON of the roads; without it a stretch is a disc
   * @param cercles that of the cercles' limits; without it so is a cercle
   * @param towns that of the towns; like those of the sites, their dots are kept clear of numbers
   */
  setGround({ routes, cercles, towns }, sites) {
    if (this.hatching.setGround(cercles)) this.layer.redraw();
    if (this.routes === routes && this.towns === towns && this.sites === sites) return;
    Object.assign(this, { routes, towns, sites, onPoints: null });
    this.points = [...(sites ?? []).map((site) => site.at), ...(towns?.features ?? []).map((town) => town.geometry.coordinates)];
    this.roads = (routes?.features ?? []).map(({ geometry }) => geometry.coordinates);
    this.stretches.clear();
    this.layer.redraw();
  }

  /** For each place, which kinds are among the events shown now. */
  known() {
    const { data, shown } = this.layer;
    if (this.data !== data) this.stretches.clear();
    if (this.data !== data || this.version !== shown.version) {
      Object.assign(this, { data, version: shown.version });
      this.kinds = new Uint8Array(data.placeLat.length);
      for (let i = 0; i < shown.count; i += 1) {
        const row = shown.rows[i];
        if (data.precision[row] === LOCALITY) this.kinds[data.place[row]] |= HAS_LOCALITY;
        else if (data.precision[row] === ROUTE) this.kinds[data.place[row]] |= HAS_ROUTE;
      }
    }
    return this.kinds;
  }

  draw(context) {
    this.drawn = { localities: 0, routes: 0, cercles: 0, areas: 0 };
    this.drawPoints(context);
    this.drawAreas(context);
  }

  drawPoints(context) {
    const { layer } = this;
    const { data, shown, mode, map } = layer;
    if (shown.cells || !data.localityRadius || mode === "density") return;
    const shapes = this.shapes(map.getSize());
    if (shapes.length > MOST) return;
    for (const { place, x, y, radius } of shapes) {
      const colour = layer.colour(layer.mainGroup(place));
      if (radius) this.drawDisc(context, x, y, radius, colour, "localities");
      else this.drawRoute(context, place, colour);
    }
  }

  /** What is on the map now, wider than the symbol on it: places with the radius of a disc, or of a stretch without. */
  shapes({ x: wide, y: high }) {
    const { layer } = this;
    const { data, mode } = layer;
    const kinds = this.known();
    const found = [];
    for (let place = 0; place < kinds.length && found.length <= MOST; place += 1) {
      if (!kinds[place] || layer.isArea[place]) continue;
      const [x, y] = layer.at(place);
      const widest = layer.pixelsOf(data.placeRadius[place], place);
      if (x < -widest || y < -widest || x > wide + widest || y > high + widest) continue;
      const symbol = mode === "places" ? layer.placeRadius(place) : layer.eventRadius();
      if (kinds[place] & HAS_ROUTE && layer.pixelsOf(data.routeRadius[place], place) > symbol + 3) found.push({ place });
      const radius = layer.pixelsOf(data.localityRadius[place], place);
      // Where the symbol is wider than the doubt, the doubt is within it.
      if (kinds[place] & HAS_LOCALITY && radius > symbol + 4) found.push({ place, x, y, radius });
    }
    return found;
  }

  /** Events known to a cercle or a region only are never points: what is known of their place, and their number. */
  drawAreas(context) {
    const { layer } = this;
    const { data, shown, isArea, mode } = layer;
    for (let place = 0; place < shown.perPlace.length; place += 1) {
      if (!shown.perPlace[place] || !isArea[place]) continue;
      const [x, y] = layer.at(place);
      const colour = layer.colour(layer.mainGroup(place));
      if (this.hatching.draw(context, data.cercleOf?.get(place), colour)) this.drawn.cercles += 1;
      else this.drawArea(context, x, y, Math.max(AREA_NUMBER, layer.pixelsOf(data.placeRadius[place], place)), colour);
      // One by one, symbols count nothing but themselves.
      const n = mode === "events" ? shown.perPlace[place] : shown.weights[place];
      this.drawNumber(context, x, this.onPoint(place) ? y - 11 : y, n || !shown.killed?.unknown[place] ? n : "?", colour);
    }
  }

  /** Whether the middle of an area is a site or a town, whose dot the number keeps clear of. */
  onPoint(place) {
    const { data } = this.layer;
    if (this.onPoints?.data !== data) this.onPoints = { data, places: new Map() };
    const { places } = this.onPoints;
    if (!places.has(place)) {
      const near = ([lon, lat]) => Math.abs(lon - data.placeLon[place]) < NEAR && Math.abs(lat - data.placeLat[place]) < NEAR;
      places.set(place, this.points.some(near));
    }
    return places.get(place);
  }

  drawArea(context, x, y, radius, colour) {
    this.drawn.areas += 1;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.globalAlpha = 0.06;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 0.75;
    context.strokeStyle = colour;
    context.lineWidth = 1.25;
    context.setLineDash([4, 4]);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  drawNumber(context, x, y, n, colour) {
    const { font, style, theme } = this.layer;
    context.font = `600 11px ${font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = style.grounds[theme].halo;
    context.strokeText(n, x, y);
    context.fillStyle = colour;
    context.fillText(n, x, y);
  }

  drawDisc(context, x, y, radius, colour, kind) {
    this.drawn[kind] += 1;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = context.strokeStyle = colour;
    context.globalAlpha = 0.07;
    context.fill();
    context.globalAlpha = 0.55;
    context.lineWidth = 1;
    context.stroke();
    context.globalAlpha = 1;
  }

  drawRoute(context, place, colour) {
    const { layer } = this;
    const km = layer.data.routeRadius[place];
    if (!this.stretches.has(place)) this.stretches.set(place, this.stretch(layer.data.placeLat[place], layer.data.placeLon[place], km));
    const line = this.stretches.get(place);
    if (!line) return this.drawDisc(context, ...layer.at(place), layer.pixelsOf(km, place), colour, "routes");
    this.drawn.routes += 1;
    context.beginPath();
    line.forEach(([lon, lat], i) => {
      const { x, y } = layer.map.latLngToContainerPoint(L.latLng(lat, lon));
      context[i ? "lineTo" : "moveTo"](x, y);
    });
    context.globalAlpha = 0.4;
    context.strokeStyle = colour;
    context.lineWidth = 9;
    context.lineCap = context.lineJoin = "round";
    context.stroke();
    context.lineCap = "butt";
    context.globalAlpha = 1;
  }

  /** The part of the nearest road within so many kilometres along it, or null where no road is near. */
  stretch(lat, lon, km) {
    const narrow = Math.cos((lat * Math.PI) / 180);
    const flat = ([x, y]) => [(x - lon) * narrow * KM_PER_DEGREE, (y - lat) * KM_PER_DEGREE];
    let best = { away: OFF_ROAD };
    for (const road of this.roads) {
      for (let i = 1; i < road.length; i += 1) {
        const [[x1, y1], [x2, y2]] = [flat(road[i - 1]), flat(road[i])];
        const [dx, dy] = [x2 - x1, y2 - y1];
        const part = Math.max(0, Math.min(1, -(x1 * dx + y1 * dy) / (dx * dx + dy * dy || 1)));
        const away = Math.hypot(x1 + part * dx, y1 + part * dy);
        if (away < best.away) best = { away, road, i, part };
      }
    }
    if (!best.road) return null;
    const { road, i, part } = best;
    const middle = between(road[i - 1], road[i], part);
    const walk = (points) => {
      const found = [];
      let [here, left] = [middle, km];
      for (const next of points) {
        const length = Math.hypot((next[0] - here[0]) * narrow, next[1] - here[1]) * KM_PER_DEGREE;
        if (length >= left) {
          found.push(between(here, next, left / (length || 1)));
          break;
        }
        found.push(next);
        [here, left] = [next, left - length];
      }
      return found;
    };
    return [...walk(road.slice(0, i).reverse()).reverse(), middle, ...walk(road.slice(i))];
  }
}

function between([x1, y1], [x2, y2], part) {
  return [x1 + part * (x2 - x1), y1 + part * (y2 - y1)];
}
