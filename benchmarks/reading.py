"""What a page shows, read inside the browser, and whether that is right.

A page is right when its text, its table and its map all show the numbers that were counted from the file. The map's
number is that of the layers, instances or events that it holds itself; nobody's word is taken for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.samples import Numbers


class WrongPageError(AssertionError):
    """A page settled on numbers that are not those of the file."""


@dataclass(frozen=True)
class Wanted:
    """The numbers that a page must show; ``None`` where it has no such part."""

    text: int | None
    rows: int | None
    map: int

    @classmethod
    def of(cls, numbers: Numbers, *, page: bool = True) -> Wanted:
        """Return what a view must show; a page that is only a map shows no text and no table."""
        return cls(numbers.events if page else None, numbers.events if page else None, numbers.placed)


def check(facts: Mapping[str, object], wanted: Wanted) -> None:
    """Refuse a page that shows other numbers than it must.

    :raises WrongPageError: naming each part that is wrong.
    """
    wrong = [
        f"{part} shows {facts.get(part)}, should show {number}"
        for part, number in vars(wanted).items()
        if number is not None and facts.get(part) != number
    ]
    if wrong:
        raise WrongPageError("; ".join(wrong))


#: Readers by name, each a function without arguments that returns ``{text, rows, map}``.
READERS = {
    "atlas": """() => {
      const host = window.benchTable?.isConnected ? window.benchTable
        : (window.benchTable = [...document.querySelectorAll('.st-key-event_table *')].find((e) => e.shadowRoot));
      const table = host?.shadowRoot.querySelector('.table');
      const atlas = document.querySelector('.st-key-event_map iframe')?.contentWindow?.atlas;
      const said = table?.classList.contains('stale') ? null : table?.querySelector('.summary')?.textContent;
      return {
        text: digits(document.querySelector('.atlas-figures dd')?.textContent),
        rows: digits(said?.split('·')[0]),
        map: atlas?.frames > 0 ? atlas.shown : null,
        said: document.querySelector('.st-key-view_sentence p')?.textContent,
      };
    }""",
    "circles": """() => ({ ...page(), map: layers((layer, L) => layer instanceof L.CircleMarker) })""",
    "clusters": """() => ({
      ...page(),
      map: (() => {
        const found = Object.values(inside()?.map?._layers ?? {}).find((layer) => layer._topClusterLevel);
        return found ? found._topClusterLevel.getChildCount() : null;
      })(),
    })""",
    "deck": """() => ({
      ...page(),
      map: (() => {
        if (!window.benchDeck?.canvas?.isConnected) window.benchDeck = findDeck();
        const layer = window.benchDeck?.layerManager?.getLayers()[0];
        return layer?.isLoaded ? layer.getNumInstances() : null;
      })(),
    })""",
    "timeline": """() => {
      const map = window[Object.keys(window).find((name) => name.startsWith('map_') && window[name]?.timeDimension)];
      const shown = Object.values(map?._layers ?? {}).filter((layer) => layer instanceof L.CircleMarker).length;
      const time = map?.timeDimension.getCurrentTime();
      return { map: shown, year: time ? new Date(time).getUTCFullYear() : null };
    }""",
}

_HELP = """
  const digits = (text) => (/[0-9]/.test(text ?? '') ? Number(text.replace(/[^0-9]/g, '')) : null);
  const inside = () => document.querySelector('.st-key-map iframe')?.contentWindow;
  const page = () => ({
    text: digits(document.querySelector('.st-key-count p')?.textContent),
    rows: Number(document.querySelector('.st-key-table table[role=grid]')?.getAttribute('aria-rowcount') ?? 0) - 1,
  });
  const layers = (is) => {
    const frame = inside();
    if (!frame?.map || !frame.L) return null;
    let n = 0;
    for (const layer of Object.values(frame.map._layers)) if (is(layer, frame.L)) n += 1;
    return n;
  };
  // deck.gl is bundled into Streamlit: its instance hangs on React's own record of the chart.
  const findDeck = () => {
    const box = document.querySelector('.st-key-map [data-testid=stDeckGlJsonChart]');
    const key = box && Object.keys(box).find((name) => name.startsWith('__reactFiber'));
    const todo = key ? [box[key].child] : [];
    while (todo.length) {
      const fiber = todo.pop();
      if (!fiber) continue;
      let hook = fiber.memoizedState;
      for (let n = 0; hook && typeof hook === 'object' && n < 40; hook = hook.next, n += 1) {
        const held = hook.memoizedState;
        for (const one of [held, held?.current, Array.isArray(held) ? held[0] : null])
          if (one?.deck?.layerManager) return one.deck;
      }
      todo.push(fiber.sibling, fiber.child);
    }
  };
"""

#: Returns what the page shows now.
FACTS = "(() => { %(help)s const read = %(reader)s; return read(); })()"

#: Run in a page before anything else: notes when the first key or click since `benchBegan` was emptied came to the
#: browser. The driver's own way there, about 25 ms for a key and next to none for a script's click, is nobody's step.
LISTEN = """
  for (const type of ['keydown', 'click'])
    addEventListener(type, (event) => (window.benchBegan ??= event.timeStamp), { capture: true });
"""

#: Empties what `LISTEN` noted, and returns the page's time.
BEGIN = "(() => { window.benchBegan = undefined; return performance.now(); })()"

#: Resolves once the page shows what it must, with the milliseconds since the key or click (else since `asked`), those
#: until the map alone was right, and the facts. Looks once a frame, so that measuring does not slow what is measured.
SETTLED = """
([asked, wanted, other, limit]) => new Promise((resolve) => {
  const start = window.benchBegan ?? asked;
  %(help)s
  const read = %(reader)s;
  const parts = Object.keys(wanted).filter((part) => wanted[part] !== null);
  let over = false;
  let map = null;
  const look = () => {
    if (over) return;
    const facts = read();
    const ms = performance.now() - start;
    if (facts.map === wanted.map) map ??= ms;
    else map = null;
    // The painted frame is the one after the numbers came right.
    if (parts.every((part) => facts[part] === wanted[part]) && !(other && facts.said === other)) {
      over = true;
      requestAnimationFrame(() => resolve({ ms: performance.now() - start, map, facts }));
    } else if (ms > limit) {
      over = true;
      resolve({ ms: null, map, facts });
    } else requestAnimationFrame(look);
  };
  look();
})
"""

#: True once the map shows a number of events; polled by the clock while a page loads.
OPENED = """
(wanted) => {
  %(help)s
  const facts = (%(reader)s)();
  return (wanted === null ? facts.map > 0 : facts.map === wanted) && performance.now();
}
"""


def script(template: str, reader: str) -> str:
    """Return one of the scripts above for a reader."""
    return template % {"help": _HELP, "reader": READERS[reader]}
