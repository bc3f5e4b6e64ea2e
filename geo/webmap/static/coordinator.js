// Between map, brush, table and server: follows messages of the page, answers pointer and keys, tells the server.

import { PlaceList, Tip } from "./panel.js";
import { picture } from "./symbols.js";

/** Events that the list of a place names at most. */
const LISTED = 200;
/** Zoom from which a click takes the cercle instead of the region, where their limits are there. */
const CERCLES_FROM = 6.5;
/** Milliseconds after which the page is believed whatever window it says. */
const FORESIGHT = 3000;
/** How far a finger may miss a symbol, in pixels; a mouse is more exact. */
const REACH = window.matchMedia("(pointer: coarse)").matches ? 14 : 3;

/** Whether an event of the map was meant for a control that lies on it, perhaps one that its own click redrew. */
function onControl({ originalEvent: { target } }) {
  return !target.isConnected || Boolean(target.closest(".leaflet-control, .atlas-menu, .atlas-list, .atlas-notes, .leaflet-popup, .atlas-drawing, .atlas-area-remove"));
}

export class Coordinator {
  constructor(atlas) {
    Object.assign(this, { atlas, map: atlas.map, dragging: false });
    const box = this.map.getContainer();
    this.tip = new Tip(box);
    this.list = new PlaceList(box, (row) => this.select(row), (places) => {
      atlas.events.listed = places;
      atlas.events.redraw();
    });
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.list.close());
    this.map.on("mousemove", (event) => this.hover(event));
    this.map.on("mouseout movestart", () => this.leave());
    this.map.on("click", (event) => this.click(event));
    box.addEventListener("touchmove", ({ touches }) => touches.length === 1 && this.hint(), { passive: true });
    this.map.on("keypress", ({ originalEvent: { key } }) => this.step({ n: 1, p: -1 }[key]));
  }

  /** Follow the page's channel: the brush's window while it is dragged, the table's row under the pointer. */
  listen(name) {
    if (this.channel?.name === name) return;
    this.channel?.close();
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = ({ data }) => {
      const { events } = this.atlas;
      if (!events.data) return;
      if (data.type === "window") {
        this.dragging = data.live;
        this.foresee(data.foreseen ? data.asked : null);
        this.atlas.base.flat.follow(data.live);
        if (this.atlas.payload?.data.cells) this.atlas.cells.follow(this.atlas.cells.addresses, data.asked ?? [data.from, data.to]);
        else events.shown.setWindow([data.from, data.to]);
        // The page, which would compete with the cells, runs when they are there.
        if (data.seq) this.atlas.cells.idle().then(() => this.channel.postMessage({ type: "map", seq: data.seq }));
        this.refreshList();
      } else if (data.type === "select" || data.type === "hover") {
        this.byId(data).then((number) => {
          if (data.type === "select") events.select(number);
          else events.hovered = number < 0 ? -1 : events.local(number);
          events.redraw();
        });
      } else return;
      events.redraw();
    };
  }

  /** Remember the window that the page will bring in a moment, `[first, last]` as it will say it; none: forget it. */
  foresee(window) {
    clearTimeout(this.foreseen?.timer);
    this.foreseen = window ? { key: JSON.stringify(window), timer: setTimeout(() => this.giveUp(), FORESIGHT) } : null;
  }

  /** The page did not bring what was foreseen: what it says holds. */
  giveUp() {
    this.foresee(null);
    const { cells, events, payload } = this.atlas;
    if (payload.data.cells) cells.follow(cells.addresses, payload.window);
    else events.shown.setWindow(payload.window);
    events.redraw();
  }

  /** Whether a window of the page's is older than the one that is shown: held by a hand, or still to come from the page. */
  isOlder(window) {
    if (this.dragging) return true;
    if (!this.foreseen) return false;
    if (JSON.stringify(window ?? [null, null]) !== this.foreseen.key) return true;
    this.foresee(null);
    return false;
  }

  /** The row number of an event that the table or another frame speaks of; the table knows it. */
  async byId({ id, row }) {
    if (!id) return -1;
    return Number.isInteger(row) ? row : this.atlas.texts.rowOf(id);
  }

  tell(message) {
    window.Streamlit.setComponentValue({ ...message, seq: Date.now() });
  }

  chooseMode(mode) {
    this.atlas.events.mode = mode;
    this.atlas.payload = { ...this.atlas.payload, mode };
    this.list.close();
    this.atlas.renderWords();
    this.atlas.redraw();
    this.tell({ mode });
  }

  /** What symbols count: `events` or the `killed`. */
  chooseSize(size) {
    this.atlas.payload = { ...this.atlas.payload, size };
    this.atlas.setSize(size);
    this.atlas.redraw();
    this.tell({ size });
  }

  async select(row) {
    const { atlas } = this;
    atlas.events.selected = row;
    atlas.events.selectedAt = null;
    atlas.redraw();
    const number = atlas.events.number(row);
    this.tell({ row: number, version: atlas.payload.version });
    const [{ id }] = await atlas.texts.of([number]);
    window.atlas.selected = id;
    this.channel?.postMessage({ type: "select", id });
  }

  /** Select the next or previous event shown, in order of time: the keys n and p. */
  step(by) {
    if (!by) return;
    const { shown, selected } = this.atlas.events;
    if (shown.cells) return;
    let at = 0;
    while (at < shown.count && shown.rows[at] < selected) at += 1;
    const known = shown.rows[at] === selected;
    const next = selected < 0 ? 0 : at + (by > 0 ? (known ? 1 : 0) : -1);
    if (next >= 0 && next < shown.count) this.select(shown.rows[next]);
  }

  under(point) {
    const { events, sites, labels } = this.atlas;
    const hit = events.hit(point, REACH);
    if (hit) return hit;
    const site = sites.siteAt(point, REACH + 4) || labels.siteAt(point);
    return site ? { site } : null;
  }

  async hover(event) {
    if (onControl(event) || this.atlas.tools.active) return this.leave();
    const point = event.containerPoint;
    const hit = this.under(point);
    const { atlas } = this;
    this.map.getContainer().style.cursor = hit ? "pointer" : "";
    const row = hit?.row ?? -1;
    if (row !== atlas.events.hovered) {
      atlas.events.hovered = row;
      atlas.events.redraw();
    }
    this.hovering = hit;
    clearTimeout(this.resting);
    if (!hit) {
      this.tip.hide();
      this.resting = setTimeout(() => this.offerRegion(event), 700);
      return;
    }
    const lines = await this.describe(hit);
    if (this.hovering === hit) this.tip.show(point, lines);
  }

  /** A finger tried to move the map: say how, while it scrolls the page. */
  hint() {
    if (this.map.dragging.enabled() || !this.atlas.payload) return;
    const { clientWidth, clientHeight } = this.map.getContainer();
    this.tip.show({ x: clientWidth / 2 - 100, y: clientHeight / 2 }, [this.atlas.words.two_fingers]);
    clearTimeout(this.hinting);
    this.hinting = setTimeout(() => this.tip.hide(), 1200);
  }

  /** The name of the cercle that a click at a point filters to, or null. */
  cercleAt(latlng) {
    const { base, hidden } = this.atlas;
    if (this.map.getZoom() < CERCLES_FROM || hidden.has("cercles")) return null;
    const found = base.cercleAt(latlng);
    return found && (found.cercle || found.name);
  }

  /** The pointer rests on bare ground: say what a click there does. */
  offerRegion({ latlng, containerPoint }) {
    const cercle = this.cercleAt(latlng);
    if (cercle && !this.hovering && this.atlas.payload) {
      const chosen = this.atlas.payload.cercles ?? [];
      const only = chosen.length === 1 && chosen[0] === cercle;
      this.tip.show(containerPoint, [cercle, this.atlas.words[only ? "cercle_leave" : "cercle_take"]]);
      return;
    }
    const region = this.atlas.base.regionAt(latlng);
    if (!region || this.hovering || !this.atlas.payload) return;
    const { lang, regions } = this.atlas.payload;
    const name = (lang === "fr" && region.region_fr) || region.region;
    const only = regions.length === 1 && regions[0] === region.region;
    this.tip.show(containerPoint, [name, this.atlas.words[only ? "region_leave" : "region_take"]]);
  }

  leave() {
    clearTimeout(this.resting);
    this.hovering = null;
    this.tip.hide();
  }

  async describe({ row, places, site }) {
    const { atlas } = this;
    const { events, words } = atlas;
    if (site) {
      const found = atlas.siteList.find((s) => s.id === site);
      return [found.name, [found.kind_label, found.role_label].filter(Boolean).join(" · "), found.mission_text];
    }
    if (places) {
      const rows = events.shown.rowsAt(places);
      const n = places.reduce((sum, place) => sum + events.shown.perPlace[place], 0);
      if (rows.length !== 1) {
        const counts = events.groups.map((group, g) => [group, places.reduce((n, p) => n + events.shown.perGroup[p * events.groups.length + g], 0)]).filter(([, n]) => n);
        return [
          await this.title(places),
          !events.shown.cells && plural(words, "place_events", n),
          ...this.tolls(places),
          ...counts.map(([group, n]) => ({ symbol: picture(events.style, events.theme, group), text: `${words[`group_${group}`]} ${words.number.format(n)}` })),
        ];
      }
      [row] = rows;
    }
    const group = events.groups[events.data.group[row]];
    const [found] = await atlas.texts.of([events.number(row)]);
    return [{ symbol: picture(events.style, events.theme, group), text: found.title }, `${found.date} · ${found.place}`, found.killed];
  }

  /** Lines on how many were killed at places, where the symbols count that. */
  tolls(places) {
    const { events, words } = this.atlas;
    const { killed, size } = events.shown;
    if (size !== "killed") return [];
    const sum = (counts) => places.reduce((n, place) => n + counts[place], 0);
    const unknown = sum(killed.unknown);
    return [plural(words, "place_killed", sum(killed.perPlace)), unknown && plural(words, "toll_unknown", unknown)];
  }

  /** "Gao", "Gao and 2 more places", "Koro: somewhere in the area": the place with most events gives its name. */
  async title(places) {
    const { events, words, texts } = this.atlas;
    const { shown } = events;
    if (shown.cells) return plural(words, "place_events", places.reduce((sum, place) => sum + shown.perPlace[place], 0));
    const main = places.reduce((a, b) => (shown.perPlace[b] > shown.perPlace[a] ? b : a));
    const [{ place }] = await texts.of([events.number(shown.rowsAt([main])[0])]);
    const name = events.isArea[main] ? words.somewhere.replace("{place}", () => place) : place;
    return places.length === 1 ? name : plural(words, "more_places", places.length - 1).replace("{place}", () => name);
  }

  async click(event) {
    if (onControl(event) || this.atlas.tools.active) return;
    const hit = this.under(event.containerPoint);
    this.tip.hide();
    const { atlas } = this;
    if (!hit) {
      if (this.list.places) return this.list.close();
      const cercle = this.cercleAt(event.latlng);
      if (cercle) return this.tell({ cercle });
      const region = atlas.base.regionAt(event.latlng);
      if (region) this.tell({ region: region.region });
      return;
    }
    if (hit.site) return this.tell({ site: hit.site });
    if (hit.row !== undefined) return this.select(hit.row);
    if (atlas.events.shown.cells) {
      const [place] = hit.places;
      const { placeLat, placeLon } = atlas.events.data;
      return this.map.setView([placeLat[place], placeLon[place]], this.map.getZoom() + 2);
    }
    const rows = atlas.events.shown.rowsAt(hit.places);
    if (rows.length === 1) {
      this.list.close();
      return this.select(rows[0]);
    }
    await this.openList(hit.places, rows);
  }

  async openList(places, rows) {
    const { events, words, texts } = this.atlas;
    // A point with thousands of events: the first are listed, and filters or the table lead to the others.
    const listed = rows.slice(0, LISTED);
    const found = await texts.of(listed.map((row) => events.number(row)));
    const items = listed.map((row, i) => ({
      row,
      title: found[i].title,
      about: [found[i].date, places.length > 1 && found[i].place, found[i].killed].filter(Boolean).join(" · "),
      group: events.groups[events.data.group[row]],
    }));
    const about = plural(words, "place_events", rows.length);
    const more = rows.length > LISTED ? words.listed.replace("{n}", () => words.number.format(LISTED)) : "";
    this.list.open(places, await this.title(places), [about, more].filter(Boolean).join(" · "), items, { style: events.style, theme: events.theme, words, selected: events.selected });
  }

  /** Keep an open list true to what is shown. */
  refreshList() {
    const { places } = this.list;
    if (!places) return;
    const { shown } = this.atlas.events;
    const left = places.filter((place) => shown.perPlace[place]);
    if (left.length) this.openList(left, shown.rowsAt(left));
    else this.list.close();
  }
}

function plural(words, key, n) {
  const form = new Intl.PluralRules(words.number.resolvedOptions().locale).select(n);
  return (words[`${key}_${form}`] || words[`${key}_other`]).replace("{n}", () => words.number.format(n));
}
