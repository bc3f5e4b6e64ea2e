"""The Explore page as a test speaks of it: its pieces by their stable names, and what must agree in it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from geo.model import FIRST_YEAR, LAST_YEAR
from geo.words import t

#: Two busy cores answer a change within a second or two; a cold page beside two others took 20 s.
PATIENCE, _COLD = 20_000, 60_000
#: Gutters beside the brush's bars, in pixels.
_LEFT, _RIGHT = 34, 14
#: What Streamlit's own page and its frames complain of in any Chromium; nothing of ours, and nothing breaks.
_HOSTS_OWN = ("Failed to load resource", "Unrecognized feature:", "allow-scripts and allow-same-origin")


class Explore:
    """One page of the Atlas, with what it complained of.

    :param page: Playwright's page.
    :param address: of the server, without a path.
    """

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.errors: list[str] = []
        self.frame: Any = None
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))
        page.on("console", self._hear)
        page.on("response", self._see)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and not any(known in message.text for known in _HOSTS_OWN):
            self.errors.append(f"console: {message.text}")

    def _see(self, response: Any) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.status}: {response.url}")

    def open(self, query: str = "", *, ready: bool = True) -> Explore:
        """Go to a view and wait until its map is drawn and the script's run is over."""
        self.page.goto(f"{self.address}/{'?' if query else ''}{query}")
        if ready:
            self.find_map()
            self.wait_map("window.atlas?.ready", timeout=_COLD)
            self.there()
        return self

    def find_map(self) -> None:
        """Wait for the map's frame."""
        element = self.part("event_map").locator("iframe").element_handle(timeout=_COLD)
        self.frame = element.content_frame()

    def there(self) -> None:
        """Wait until all of the page stands beside the map, and the script's run is over."""
        self.page.locator(".table:not(.stale)").wait_for()
        self.page.locator(".brush text.year").first.wait_for(state="attached")
        self.settle()
        self.whole()

    # --- pieces ---

    def part(self, key: str) -> Any:
        """Return a piece of the page by the key of its container."""
        return self.page.locator(f".st-key-{key}")

    def filter(self, field: str) -> Any:
        """Return a filter of the panel."""
        return self.part("filter_panel").locator(f".st-key-filter_{field}")

    @property
    def sentence(self) -> str:
        """The view's sentence as the page shows it."""
        return self.part("view_sentence").locator("p").inner_text()

    @property
    def card(self) -> Any:
        """The card of the selected event or site."""
        return self.part("event_card").locator("article.atlas-card")

    @property
    def selected_row(self) -> Any:
        """The marked row of the table."""
        return self.page.locator(".table .row[aria-selected=true]")

    def row(self, title: str) -> Any:
        """Return a row of the table by its event's title."""
        return self.page.locator(".table .row", has_text=title)

    def handle(self, name: str) -> Any:
        """Return one of the brush's sliders by its English name."""
        return self.page.locator(".brush").get_by_role("slider", name=name)

    def choose(self, field: str, option: str) -> None:
        """Choose in a drop-down filter, as a hand would: open it, click on the option that begins so."""
        box = self.filter(field).get_by_role("combobox")
        box.scroll_into_view_if_needed()
        # A list that opens while the panel still scrolls closes again.
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        box.click()
        found = self.page.get_by_role("option", name=re.compile(f"^{re.escape(option)}"))
        # While the list scrolls, and 300 ms longer, its options take no clicks: a press begun then is lost.
        found.scroll_into_view_if_needed()
        self.rest(found)
        found.click()

    def rest(self, piece: Any) -> None:
        """Wait until a piece has kept its place for half a second."""
        piece.evaluate(
            """piece => new Promise(done => {
              const at = () => { const { x, y } = piece.getBoundingClientRect(); return `${x},${y}`; };
              let place = at(), since = performance.now();
              const look = setInterval(() => {
                if (at() !== place) [place, since] = [at(), performance.now()];
                else if (performance.now() - since > 500) { clearInterval(look); done(); }
              }, 50);
            })"""
        )

    def years(self) -> tuple[Any, Any]:
        """Return the two handles of the slider of years, once both are there."""
        handles = self.filter("years").get_by_role("slider")
        handles.nth(1).wait_for(state="attached")
        return handles.nth(0), handles.nth(1)

    # --- state ---

    def wait(self, script: str, given: Any = None, timeout: float = PATIENCE) -> None:
        """Wait until a script is true in the page."""
        # By the clock: animation frames, the usual measure, may starve on two busy cores without a graphics card.
        self.page.wait_for_function(script, arg=given, polling=100, timeout=timeout)

    def wait_map(self, script: str, given: Any = None, timeout: float = PATIENCE) -> None:
        """Wait until a script is true in the map's frame; a failure says what the frame held."""
        try:
            self.frame.wait_for_function(script, arg=given, polling=100, timeout=timeout)
        except Exception as error:
            held = (
                "nothing: detached" if self.frame.is_detached() else self.frame.evaluate("JSON.stringify(window.atlas)")
            )
            raise AssertionError(f"{script} ({given}): the map held {held}; errors: {self.errors}") from error

    def settle(self) -> None:
        """Wait until the script's run is over."""
        self.wait("document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'")

    def whole(self) -> None:
        """Wait until every piece that Streamlit fetches when it is first needed stands in its place."""
        self.wait("!document.querySelector('[data-testid=stSkeleton]')", timeout=_COLD)

    @property
    def query(self) -> str:
        """The page's own query, without the question mark."""
        return urlsplit(self.page.url).query

    @property
    def params(self) -> dict[str, list[str]]:
        """The page's parameters."""
        return parse_qs(self.query)

    def atlas(self, field: str) -> Any:
        """Return a value that the map's frame publishes."""
        return self.frame.evaluate("field => window.atlas[field]", field)

    def wait_atlas(self, field: str, value: Any) -> None:
        """Wait until the map's frame publishes a value."""
        self.wait_map(
            "([field, value]) => JSON.stringify(window.atlas[field]) === JSON.stringify(value)", [field, value]
        )

    def wait_param(self, name: str, *values: str) -> None:
        """Wait until the address says exactly these values of a parameter; none: until it is gone."""
        self.wait(
            """([name, values]) => {
              const said = new URL(location.href).searchParams.getAll(name);
              return JSON.stringify(said) === JSON.stringify(values);
            }""",
            [name, list(values)],
        )

    def wait_param_set(self, name: str) -> None:
        """Wait until the address says something of a parameter."""
        self.wait("name => new URL(location.href).searchParams.has(name)", name)

    def summary(self, query: str | None = None) -> dict[str, Any]:
        """Return the API's figures for a view, by default for that of the page's own address."""
        answer = self.page.request.get(f"{self.address}/api/summary.json?{self.query if query is None else query}")
        assert answer.status == 200, answer.text()
        return answer.json()

    def expect_linked(self) -> dict[str, Any]:
        """Everything on the page says the same as the API says of the page's address; return what it says."""
        self.settle()
        found = self.summary()
        lang = self.params.get("lang", ["en"])[0]
        events, placed = found["events"], found["placed"]
        self.wait("text => document.querySelector('.st-key-view_sentence p')?.textContent === text", found["sentence"])
        total = t(lang, "table.events", n=events)
        missing = f" · {t(lang, 'table.unplaced', n=events - placed)}" if placed < events else ""
        self.part("event_table").get_by_text(re.compile(f"^{re.escape(total + missing)}$")).first.wait_for()
        self.wait_atlas("shown", placed)
        assert self.figures()[0] == t(lang, "table.events", n=events).split()[0]
        figures = " ".join(self.figures())
        for figure in (found["killed"]["low"], found["killed"]["best"], found["killed"]["high"], found["places"]):
            if figure is not None:
                assert (f"{figure:,}" if lang == "en" else f"{figure:,}".replace(",", "\u202f")) in figures
        return found

    def figures(self) -> list[str]:
        """Return the key figures in order: events, killed, peacekeepers, places."""
        return self.part("view_figures").locator("dd").all_inner_texts()

    # --- hands ---

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a place of the world lies on the page, in pixels."""
        x, y = self.frame.evaluate(
            """async ([lat, lon]) => {
              const { x, y } = (await window.atlasMap).map.latLngToContainerPoint([lat, lon]);
              return [x, y];
            }""",
            [lat, lon],
        )
        box = self.part("event_map").locator("iframe").bounding_box()
        return box["x"] + x, box["y"] + y

    def still(self) -> None:
        """Wait until the map glides and zooms no more."""
        self.wait_map(
            """async () => {
              const { map } = await window.atlasMap;
              return !map._animatingZoom && !map._panAnim?._inProgress && !map._flyToFrame;
            }"""
        )

    def look_at(self, lat: float, lon: float, zoom: float) -> None:
        """Move the map as a reader would, without the glide."""
        self.still()
        self.frame.evaluate(
            """async ([lat, lon, zoom]) => {
              const { map } = await window.atlasMap;
              map.getContainer().dispatchEvent(new KeyboardEvent("keydown", { key: "Shift" }));
              map.setView([lat, lon], zoom, { animate: false });
            }""",
            [lat, lon, zoom],
        )
        self.redrawn()

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, and wait until the map has taken its own."""
        before = self.frame.evaluate("() => window.innerWidth")
        self.page.set_viewport_size({"width": width, "height": height})
        self.wait_map(
            """async before => {
              const { map } = await window.atlasMap;
              return window.innerWidth !== before && map.getSize().x === map.getContainer().clientWidth;
            }""",
            before,
        )
        self.redrawn()

    def redrawn(self) -> None:
        """Wait until what the map shows has been painted."""
        self.frame.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def in_view(self, lat: float, lon: float) -> bool:
        """Say whether a place of the world is within the map's edges."""
        return self.frame.evaluate(
            "async at => (await window.atlasMap).map.getBounds().contains(at)",
            [lat, lon],
        )

    def click_map(self, lat: float, lon: float) -> None:
        """Click on a place of the world."""
        self.still()
        self.page.mouse.click(*self.point(lat, lon))

    def colours(self, pane: str) -> dict[str, int]:
        """Return how many opaque pixels of each colour the canvases of a pane hold: ``"247,245,241"`` → n."""
        return self.frame.evaluate(
            """pane => {
              const seen = {};
              for (const canvas of document.querySelectorAll(`.leaflet-${pane}-pane canvas`)) {
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 240) {
                  const colour = [data[i], data[i + 1], data[i + 2]].join();
                  seen[colour] = (seen[colour] ?? 0) + 1;
                }
              }
              return seen;
            }""",
            pane,
        )

    def colours_at(self, pane: str, places: list[tuple[float, float]], reach: int = 3) -> list[list[str]]:
        """Return for each place of the world which opaque colours a pane's canvas has within so many pixels of it."""
        return self.frame.evaluate(
            """async ([pane, places, reach]) => {
              const { map } = await window.atlasMap;
              const corner = map.getContainer().getBoundingClientRect();
              const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`);
              const box = canvas.getBoundingClientRect();
              const ratio = canvas.width / box.width;
              return places.map(place => {
                const { x, y } = map.latLngToContainerPoint(place);
                const [left, top] = [x + corner.x - box.x - reach, y + corner.y - box.y - reach];
                const side = (2 * reach + 1) * ratio;
                const { data } = canvas.getContext("2d").getImageData(left * ratio, top * ratio, side, side);
                const seen = new Set();
                for (let i = 0; i < data.length; i += 4)
                  if (data[i + 3] > 200) seen.add([data[i], data[i + 1], data[i + 2]].join());
                return [...seen];
              });
            }""",
            [pane, places, reach],
        )

    def brush_x(self, day: date) -> float:
        """Return where a day lies on the brush, in pixels of the page; its axis spans the years of the data."""
        box = self.page.locator(".brush .plot").bounding_box()
        first, end = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 1, 1)
        return box["x"] + _LEFT + (day - first) / (end - first) * (box["width"] - _LEFT - _RIGHT)

    @property
    def brush_y(self) -> float:
        """A height at which the brush's bars and handles can be taken."""
        box = self.page.locator(".brush .plot").bounding_box()
        return box["y"] + box["height"] * 0.8


def rgb(colour: str) -> str:
    """Return a colour as canvases hold it.

    >>> rgb("#F7F5F1")
    '247,245,241'
    """
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
