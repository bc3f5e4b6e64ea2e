"""A view as KML for Google Earth and the like: its events in time, the sites and the routes."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from geo.export.content import about, event_records, figures, labelled, source_records, title
from geo.export.order import Order
from geo.export.xlsx import label
from geo.model import GROUPS
from geo.phrasing import event_date, toll_range
from geo.records import event_geometry, route_features, site_features
from geo.style import GROUNDS, SYMBOLS
from geo.words import t

#: Fields that travel as typed data beside the description, as the codebook names them.
_FIELDS = ("id", "date_start", "date_end", "date_precision", "category", "location_precision", "location_radius_km")
_FIGURES = ("killed_low", "killed_best", "killed_high", "killed_peacekeepers", "injured", "verification")
#: Characters that XML can't hold.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def build(order: Order) -> bytes:
    """Return the file. Folders: events, those known to an area only (as discs), those off the map, sites, routes.

    Every event says its precision and radius, its deaths as low–best–high, and its sources as links. Nothing in the
    file is fetched from elsewhere.
    """
    lang = order.view.lang
    records = event_records(order)
    sources = {source["id"]: source for source in source_records(order, records)}
    rows = order.store.events(order.view).itertuples()
    dates = {record["id"]: event_date(row, lang) for record, row in zip(records, rows, strict=True)}
    kinds: dict[str, list[str]] = {"points": [], "areas": [], "off_map": []}
    for record in records:
        geometry = event_geometry(record)
        kind = "off_map" if geometry is None else "areas" if geometry["type"] == "Polygon" else "points"
        kinds[kind].append(_event(order, record, geometry, dates[record["id"]], sources))
    sites = site_features(order.store.dataset, order.names)["features"]
    routes = route_features(order.store.dataset, order.names)["features"]
    folders = [(t(lang, f"export.folder_{kind}"), places) for kind, places in kinds.items()]
    folders.append((t(lang, "export.folder_sites"), [_site(site) for site in sites]))
    folders.append((t(lang, "export.folder_routes"), [_route(route) for route in routes]))
    words = "".join(_line(order, *line) for line in figures(order) + about(order))
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<kml xmlns="http://www.opengis.net/kml/2.2">',
            f'<Document id="atlas"><name>{_text(title(order))}</name>',
            f"<description>{_text(words)}</description>",
            *_styles(),
            *(_folder(name, places) for name, places in folders if places),
            "</Document></kml>\n",
        ]
    ).encode()


def _folder(name: str, places: list[str]) -> str:
    return "\n".join([f"<Folder><name>{_text(name)}</name>", *places, "</Folder>"])


def _event(
    order: Order,
    record: dict[str, Any],
    geometry: dict[str, Any] | None,
    dated: str,
    sources: dict[str, dict[str, Any]],
) -> str:
    lang, suffix = order.view.lang, "_fr" if order.view.lang == "fr" else ""
    toll = toll_range(record["killed_low"], record["killed_best"], record["killed_high"], lang)
    where = label("location_precision", record["location_precision"], lang)
    if record["location_radius_km"]:
        where += f", {t(lang, 'card.within', km=record['location_radius_km'])}"
    facts = [
        (t(lang, "card.when"), dated),
        (t(lang, "card.where"), f"{record[f'place{suffix}']} ({where})"),
        (t(lang, "card.killed"), toll),
        (t(lang, "export.column_category"), order.names.category(record["category"])),
        (t(lang, "export.column_verification"), label("verification", record["verification"], lang)),
    ]
    lines = [f"<p>{_text(record[f'description{suffix}'])}</p>"]
    lines += [_line(order, name, value) for name, value in facts if value]
    named = (sources[source] for source in record["sources"])
    cited = "".join(
        f"<li>{_link(source['url'], source['title'])} ({_text(source['publisher'])})</li>" for source in named
    )
    lines.append(f"<ol>{cited}</ol>")
    style = f"{record['group']}{'-area' if geometry and geometry['type'] == 'Polygon' else ''}"
    if record["location_precision"] == "route":
        style = f"{record['group']}-route"
    parts = [
        f"<name>{_text(record[f'title{suffix}'])}</name>",
        f"<description>{_text(''.join(lines))}</description>",
        _span(record),
        f"<styleUrl>#{style}</styleUrl>",
        _data(record),
        _geometry(geometry),
    ]
    return f'<Placemark id="{_text(record["id"])}">{"".join(parts)}</Placemark>'


def _line(order: Order, label: str, value: str) -> str:
    return f"<p>{_text(labelled(order, label, value))}</p>"


def _span(record: dict[str, Any]) -> str:
    """Return an event's time, no more precisely than it is known."""
    length = {"day": 10, "month": 7, "year": 4}[record["date_precision"]]
    begin, end = record["date_start"][:length], record["date_end"][:length]
    return f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>"


def _data(record: dict[str, Any]) -> str:
    given = [(name, record[name]) for name in _FIELDS + _FIGURES if record[name] is not None]
    data = (f'<Data name="{name}"><value>{_text(value)}</value></Data>' for name, value in given)
    return f"<ExtendedData>{''.join(data)}</ExtendedData>"


def _site(site: dict[str, Any]) -> str:
    about = site["properties"]
    lines = [about["kind_label"], about["role_label"], about["mission_text"], about["summary"]]
    text = "".join(f"<p>{_text(line)}</p>" for line in lines if line)
    return (
        f'<Placemark id="site-{_text(about["id"])}"><name>{_text(about["name"])}</name>'
        f"<description>{_text(text)}</description><styleUrl>#site</styleUrl>{_geometry(site['geometry'])}</Placemark>"
    )


def _route(route: dict[str, Any]) -> str:
    about = route["properties"]
    return (
        f'<Placemark id="route-{_text(about["id"])}"><name>{_text(about["name"])}</name>'
        f"<description>{_text(' – '.join(about['waypoints']))}</description><styleUrl>#route</styleUrl>"
        f"{_geometry(route['geometry'])}</Placemark>"
    )


def _geometry(geometry: dict[str, Any] | None) -> str:
    if geometry is None:
        return ""
    kind, at = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return f"<Point><coordinates>{at[0]},{at[1]}</coordinates></Point>"
    line = " ".join(f"{lon},{lat}" for lon, lat in (at[0] if kind == "Polygon" else at))
    if kind == "LineString":
        return f"<LineString><tessellate>1</tessellate><coordinates>{line}</coordinates></LineString>"
    ring = f"<LinearRing><coordinates>{line}</coordinates></LinearRing>"
    return f"<Polygon><tessellate>1</tessellate><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"


def _styles() -> list[str]:
    """Return one style a group for points, stretches of road (paler) and areas (an outline), in the Atlas's colours.

    Shapes other than the reader's own pin would have to be fetched from somewhere, so colour alone tells groups apart.
    """
    ground, found = GROUNDS["light"], []
    for group in GROUPS:
        colour = SYMBOLS[group].light
        for suffix, opacity in (("", "ff"), ("-route", "99")):
            icon = f"<IconStyle><color>{_colour(colour, opacity)}</color><scale>0.7</scale></IconStyle>"
            found.append(f'<Style id="{group}{suffix}">{icon}<LabelStyle><scale>0</scale></LabelStyle></Style>')
        line = f"<LineStyle><color>{_colour(colour, 'cc')}</color><width>1.5</width></LineStyle>"
        fill = f"<PolyStyle><color>{_colour(colour, '18')}</color></PolyStyle>"
        found.append(f'<Style id="{group}-area">{line}{fill}</Style>')
    icon = f"<IconStyle><color>{_colour(ground.site, 'ff')}</color><scale>0.5</scale></IconStyle>"
    found.append(f'<Style id="site">{icon}<LabelStyle><scale>0.7</scale></LabelStyle></Style>')
    line = f"<LineStyle><color>{_colour(ground.route, 'ff')}</color><width>2</width></LineStyle>"
    return [*found, f'<Style id="route">{line}</Style>']


def _colour(colour: str, opacity: str) -> str:
    """Return a colour as KML writes it: opacity, blue, green, red."""
    return f"{opacity}{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()


def _link(address: str | None, text: str) -> str:
    if not (address or "").startswith(("http://", "https://")):
        return _text(text)
    return f'<a href="{_text(address)}">{_text(text)}</a>'


def _text(value: object) -> str:
    return escape(_FORBIDDEN.sub("", str(value)))
