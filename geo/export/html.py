"""A view as one HTML file: the interactive map, the timeline and the list of events, without a network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from geo import basemap, boundaries, feeds, style, timeline
from geo.dataset import Dataset
from geo.export.content import about, figures, labelled, source_records, title
from geo.export.content import event_records as records_of
from geo.export.order import Order
from geo.export.scripts import bundle
from geo.export.xlsx import label
from geo.model import GROUPS
from geo.periods import moments
from geo.phrasing import event_date, event_killed
from geo.questions import BINS
from geo.records import route_features, site_features
from geo.style import GROUNDS, SYMBOLS
from geo.timeline import day_number
from geo.webmap import arrays
from geo.webmap.assets import LEAFLET_FOLDER, MAP_FOLDER
from geo.webmap.folium_map import FRAME, HOME, UNUSED
from geo.webmap.state import bounds, drawn_area, words
from geo.words import Language, catalogue, t

_HERE = Path(__file__).parent / "standalone"
_UI = Path(__file__).parents[2] / "ui"
#: The scripts' folders as they see each other: the map's, the page's components' and the file's own.
_FOLDERS = {
    "standalone": _HERE,
    "map": MAP_FOLDER,
    "timeline_brush": _UI / "timeline_brush" / "brush",
    "shared": _UI / "shared",
}
#: Names under which the scripts ask for what stands in the file.
_ARRAYS, _TEXTS, _SITES, _BARS = "atlas:events", "atlas:texts", "atlas:sites", "atlas:bars"


def build(order: Order) -> bytes:
    """Return the file. It asks nothing of any other address; its content policy forbids it to.

    It holds the events of the view and no others. The timeline moves a window over them, and map and list follow; the
    sentence and the figures stay those of the view. ``rows`` and ``parts`` have no say here.
    """
    lang = order.view.lang
    events = order.store.events(order.view).reset_index(drop=True)
    script = _script()
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(_hash(part) for part in (_leaflet(), script))}",
            # The scripts set styles of single elements; the timeline's own sheet comes as a data address.
            "style-src 'unsafe-inline' data:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    data = json.dumps(
        _data(order, replace(order.store.dataset, events=events)), ensure_ascii=False, separators=(",", ":")
    )
    plural = t_forms("export.shown", order)
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{lang}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="description" content="{escape(order.sentence)}">',
            f"<title>{escape(title(order))}</title>",
            f"<style>{_sheet()}</style></head><body><main>",
            f"<header><h1>{escape(title(order))}</h1>",
            f'<p class="sentence">{escape(order.sentence)}</p>',
            f'<p class="note">{escape(order.note)}</p>' if order.note else "",
            f'<dl class="figures">{_figures(order)}</dl></header>',
            '<section id="map"><div id="map_div" tabindex="0"></div></section>',
            f'<aside><p id="atlas-shown" role="status" {plural}></p>',
            f'<ol id="atlas-list">{_list(order, events)}</ol></aside>',
            '<section id="atlas-timeline"></section>',
            f'<footer class="about">{_about(order)}</footer></main>',
            f"<noscript>{escape(t(lang, 'export.no_script'))}</noscript>",
            f'<script type="application/json" id="atlas-data">{_harmless(data)}</script>',
            f"<script>{_leaflet()}</script>",
            f"<script>{script}</script>",
            "</body></html>\n",
        ]
    ).encode()


def t_forms(key: str, order: Order) -> str:
    """Return the plural forms of a sentence as data attributes, for a script that counts."""
    entry = catalogue(order.view.lang)[key]
    forms = {"other": entry} if isinstance(entry, str) else dict(entry)
    return " ".join(f'data-{form}="{escape(text)}"' for form, text in forms.items())


def _data(order: Order, dataset: Dataset) -> dict[str, Any]:
    """Return everything that the scripts read: answers to what they fetch, the map's state, the timeline's."""
    view, store = order.view, order.store
    layers = [name for name in basemap.layers() if name not in (*UNUSED, *basemap.missing())]
    ground = {name: f"atlas:ground/{name}" for name in [*layers, "routes"]}
    files: dict[str, Any] = {f"atlas:ground/{name}": basemap.geojson(name) for name in layers}
    if limits := boundaries.load():
        ground["cercles"] = "atlas:ground/cercles"
        files["atlas:ground/cercles"] = limits.named(order.opened.vocabulary.cercles)
    files |= {
        "atlas:ground/routes": route_features(dataset, order.names),
        _ARRAYS: base64.b64encode(arrays.encode(dataset)).decode("ascii"),
        _TEXTS: arrays.texts(dataset.events, view.lang),
        _SITES: site_features(dataset, order.names),
        **{f"{_BARS}?bin={unit}": feeds.histogram(store, view, unit) for unit in BINS if unit != "day"},
    }
    return {
        "files": files,
        "map": _map(ground, view.lang),
        "state": _state(order, dataset),
        "timeline": _timeline(order, dataset),
    }


def _map(ground: dict[str, str], language: Language) -> dict[str, Any]:
    return {
        "style": style.table(),
        "groups": list(GROUPS),
        "ground": ground,
        "online": [],
        "attribution": boundaries.ground_credit(" · ", language),
        "home": HOME,
        "frame": FRAME,
    }


def _state(order: Order, dataset: Dataset) -> dict[str, Any]:
    view = order.view
    ids = dataset.events["id"]
    row = next(iter(ids.index[ids == view.event]), None)
    return {
        "data": {"arrays": _ARRAYS, "texts": _TEXTS, "sites": _SITES},
        "mask": None,
        "window": None,
        "selected": None if row is None else {"id": view.event, "row": int(row)},
        "site": view.site,
        "site_at": None,
        "regions": list(view.region),
        "cercles": list(view.cercle),
        "sets": arrays.set_names(order.names),
        "bounds": bounds(view, dataset),
        "near": {"id": view.near, "km": view.within_km} if view.near else None,
        "within": drawn_area(view),
        "mode": view.mode,
        "size": view.size,
        "lang": view.lang,
        "words": words(view.lang),
        "sentence": order.sentence,
    }


def _timeline(order: Order, dataset: Dataset) -> dict[str, Any]:
    """Return the timeline's data: an axis of whole years over the view's events, and no window yet."""
    lang, events = order.view.lang, dataset.events
    first, last = feeds.extent(order.store)
    if len(events):
        first = max(first, first.replace(year=int(events["date_start"].min().year)))
        last = min(last, last.replace(year=int(events["date_end"].max().year)))
    return {
        "url": _BARS,
        "extent": [day_number(first), day_number(last)],
        "window": [None, None],
        "marks": [timeline.mark_row(m.kind, m.day, m.label, m.end) for m in moments(order.store.dataset, lang)],
        "lang": lang,
        "words": timeline.words(lang),
        "palette": timeline.palette(),
        "height": 150,
        "selected": None,
    }


def _figures(order: Order) -> str:
    shown = [(name, value) for name, value in figures(order) if value not in ("0", "–")]
    return "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in shown)


def _about(order: Order) -> str:
    lines = []
    for name, value in about(order)[1:]:
        if value == order.note:
            continue
        text = _link(value, value) if value == order.link else escape(value)
        lines.append(f"<p>{labelled(order, f'<b>{escape(name)}</b>', text)}</p>")
    return "".join(lines)


def _list(order: Order, events: Any) -> str:
    """Return the events as list items that open: description, how well it is known, sources as links."""
    records = records_of(order)
    sources = {source["id"]: source for source in source_records(order, records)}
    rows = events.itertuples()
    return "".join(_item(order, i, e, r, sources) for i, (e, r) in enumerate(zip(rows, records, strict=True)))


def _item(order: Order, row: int, event: Any, record: Mapping[str, Any], sources: Mapping[str, Any]) -> str:
    lang, suffix = order.view.lang, "_fr" if order.view.lang == "fr" else ""
    symbol = SYMBOLS[event.group]
    about = [event_date(event, lang), record[f"place{suffix}"], event_killed(event, lang)]
    known = label("location_precision", record["location_precision"], lang)
    if record["location_radius_km"]:
        known += f", {t(lang, 'card.within', km=record['location_radius_km'])}"
    checked = f"{order.names.category(event.category)} · {known} · {label('verification', event.verification, lang)}"
    cited = "".join(
        f"<li>{_link(s['url'] or '', s['title'])} <span class=quiet>{escape(s['publisher'] or '')}</span></li>"
        for s in (sources[source] for source in record["sources"])
    )
    start, end = (day_number(day.date()) for day in (event.date_start, event.date_end))
    head = (
        f'<i class="{event.group}" aria-hidden="true">{symbol.glyph}</i><b>{escape(record[f"title{suffix}"])}</b>'
        f"<small>{escape(' · '.join(part for part in about if part))}</small>"
    )
    body = f"<p>{escape(record[f'description{suffix}'])}</p><p class=quiet>{escape(checked)}</p><ol>{cited}</ol>"
    return (
        f'<li data-row="{row}" data-id="{escape(record["id"])}" data-start="{start}" data-end="{end}">'
        f"<details><summary>{head}</summary><div>{body}</div></details></li>"
    )


def _link(address: str, text: str) -> str:
    if not address.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


@cache
def _script() -> str:
    return bundle("standalone/start.js", _FOLDERS)


@cache
def _leaflet() -> str:
    text = (LEAFLET_FOLDER / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"\n?//# sourceMappingURL=.*", "", text).replace("</script", "<\\/script")


@cache
def _sheet() -> str:
    """Return the style sheets as one: Leaflet's without its pictures, the map's, the file's own, and the colours."""
    leaflet = (LEAFLET_FOLDER / "leaflet.css").read_text(encoding="utf-8")
    sheets = [re.sub(r"url\(images/[^)]*\)", "none", leaflet), (MAP_FOLDER / "map.css").read_text(encoding="utf-8")]
    sheets.append((_HERE / "page.css").read_text(encoding="utf-8"))
    sheet = re.sub(r"/\*.*?\*/", "", "\n".join([*sheets]), flags=re.DOTALL)
    light, dark = _colours("light"), _colours("dark")
    return f":root{{color-scheme:light dark;{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{sheet}"


def _colours(theme: style.Theme) -> str:
    """Return the colours as properties: the file's own, and those that the map and the timeline look for."""
    ground = asdict(GROUNDS[theme])
    names = {"page": "page", "panel": "panel", "line": "line", "text": "text", "quiet": "text_quiet", "link": "link"}
    found = {name: ground[source] for name, source in names.items()}
    found |= {
        "background-color": ground["page"],
        "st-background-color": ground["page"],
        "st-text-color": ground["text"],
    }
    found |= {"st-border-color": ground["line"], "st-secondary-background-color": ground["panel"]}
    groups = {f"group-{group}": getattr(symbol, theme) for group, symbol in SYMBOLS.items()}
    return "".join(f"--{name}:{colour};" for name, colour in (found | groups).items())


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def _harmless(data: str) -> str:
    """Return JSON that can't end the element in which it stands."""
    return data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
