// A view in one file: the Atlas's own map and timeline, fed from the file itself instead of a server.

import { serve } from "./local.js";
import { List } from "./list.js";
import { start } from "../map/main.js";
import { mount } from "../timeline_brush/main.js";

const given = JSON.parse(document.getElementById("atlas-data").textContent);
const CHANNEL = "atlas-file";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

serve(given.files);
window.Streamlit = { setComponentValue: (said) => hear(said) };

const map = window.L.map("map_div", {
  zoomSnap: 0.25,
  zoomDelta: 0.5,
  wheelPxPerZoomLevel: 120,
  maxZoom: 14,
  maxBoundsViscosity: 1,
  attributionControl: false,
}).setView([17.5, -4], 5);
const atlas = start(map, given.map);
const list = new List(document.getElementById("atlas-list"), (row) => choose(row));
let state = { ...given.state, channel: CHANNEL };
let timeline = { ...given.timeline, channel: CHANNEL, seq: 0 };

/** What the map says of a click: an event, a site or a way of drawing. Regions have nothing to filter here. */
function hear(said) {
  if (Number.isInteger(said.row)) choose(said.row);
  else if (said.site) show({ site: said.site, site_at: null, selected: null });
  else if (said.mode) show({ mode: said.mode });
}

function choose(row) {
  show({ selected: row < 0 ? null : { id: list.id(row), row }, site: null, site_at: null });
  list.select(row);
}

function show(changes) {
  state = { ...state, ...changes };
  atlas.apply(state);
}

const shadow = document.getElementById("atlas-timeline").attachShadow({ mode: "open" });

function draw() {
  mount({ data: timeline, parentElement: shadow, setStateValue: (_, window_) => settle(window_) });
}

/** The timeline let go of its window: map and list keep it. */
function settle({ from, to, seq }) {
  const days = from === null && to === null ? null : [toDay(from), toDay(to)];
  timeline = { ...timeline, seq, window: days ?? [null, null] };
  setTimeout(draw);
  show({ window: days });
  list.take(days);
}

const toDay = (iso) => (iso === null ? null : Date.parse(`${iso}T00:00:00Z`) / 86_400_000);

// While it moves, the list follows as the map does.
const channel = new BroadcastChannel(CHANNEL);
channel.onmessage = ({ data }) => data.type === "window" && list.take([data.from, data.to]);

dark.addEventListener("change", () => {
  atlas.setTheme(dark.matches ? "dark" : "light");
  draw();
});
draw();
atlas.apply(state);
list.take(state.window);
