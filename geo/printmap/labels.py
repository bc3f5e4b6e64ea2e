"""Names on the print map, as on the web map: the more important one wins a place, and none covers another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.dataset import Dataset
from geo.frames import rows
from geo.printmap.fonts import width
from geo.printmap.frame import Frame
from geo.printmap.furniture import Rect
from geo.printmap.ground import COLOURS, MAIN_ROUTE, features, routes_of
from geo.printmap.pen import Pen
from geo.words import Language, t


@dataclass(frozen=True)
class Kind:
    """How a kind of name is set: size in units of the map, from which zoom to which, and how important it is."""

    importance: int
    size: float = 11
    colour: str = COLOURS.label_quiet
    weight: int = 400
    italic: bool = False
    spacing: float = 0.0
    first: float = 0.0
    last: float = 99.0


KINDS = {
    "country": Kind(30, size=13, spacing=3, last=7.5),
    "region": Kind(60, weight=600, spacing=2.4, last=9),
    "water": Kind(35, colour=COLOURS.water_label, italic=True, first=6),
    "river": Kind(45, colour=COLOURS.water_label, italic=True, spacing=0.6, first=5.2),
    "route": Kind(58, colour=COLOURS.label, weight=600, first=5.2),
    "cercle": Kind(25, spacing=0.6, first=7.6, last=11),
    "town": Kind(20),
    "foreign": Kind(22, first=5.5),
    "site": Kind(40, colour=COLOURS.label, weight=600),
    "capital": Kind(100, size=13, colour=COLOURS.label, weight=600),
}
_TOWN_FIRST = {1: 0.0, 2: 0.0, 3: 7.0, 4: 8.5}
_SITES = {"regional_capital": 100, "town": 80, "base": 50, "crossing": 48, "village": 44}


@dataclass(frozen=True)
class Label:
    """A name to be written: round a point (``point``), under one (``below``) or on it."""

    kind: Kind
    text: str
    x: float
    y: float
    importance: int
    point: bool = False
    below: bool = False
    dot: bool = False


class Names:
    """Places names so that none covers another.

    :param taken: rectangles where no name may stand.
    :param circles: circles (x, y, radius) that a name of lesser importance keeps clear of, its own excepted.
    """

    def __init__(self, pen: Pen, frame: Frame, taken: list[Rect], circles: tuple[tuple[float, float, float], ...]):
        self.pen, self.frame, self.unit = pen, frame, frame.unit
        self.drawn = list(taken)
        self.circles = np.asarray(circles, dtype=float).reshape(-1, 3)

    def collides(self, box: Rect) -> bool:
        """Say whether a rectangle touches something that is already there, or the frame's edge."""
        edge, gap = self.frame.box, 2.5 * self.unit
        if box[0] < edge.x + gap or box[2] > edge.right - gap or box[1] < edge.y + gap or box[3] > edge.top - gap:
            return True
        return any(box[0] < b[2] + gap and box[2] > b[0] - gap and box[1] < b[3] and box[3] > b[1] for b in self.drawn)

    def _covers(self, box: Rect, label: Label) -> bool:
        if not len(self.circles):
            return False
        x, y, r = self.circles.T
        # A name that stands for a point may touch that point's own symbol, and no other.
        others = (np.hypot(x - label.x, y - label.y) > 3 * self.unit) | (not label.point)
        gap = np.hypot(x - np.clip(x, box[0], box[2]), y - np.clip(y, box[1], box[3]))
        return bool((others & (gap < r - self.unit * 0.5)).any())

    def clearance(self, label: Label) -> float:
        """Return the radius of the symbol that stands on the label's point."""
        if not len(self.circles):
            return 0.0
        x, y, r = self.circles.T
        own = np.hypot(x - label.x, y - label.y) <= 3 * self.unit
        return float(r[own].max()) if own.any() else 0.0

    def place(self, label: Label) -> None:
        """Write a name where there is room, or leave it out."""
        kind, u = label.kind, self.unit
        size = kind.size * u
        w, h = width(label.text, size, kind.weight, kind.italic, kind.spacing * u), size * 1.02
        gap = (3.5 * u + max(self.clearance(label), 2.5 * u)) if label.point else 0.0
        if label.below:
            offsets = [(-w / 2, -8 * u - h), (-w / 2, -19 * u - h), (-w / 2, 9 * u)]
        elif label.point:
            slant = gap * 0.72
            offsets = [
                (gap, -h / 2),
                (-gap - w, -h / 2),
                (-w / 2, gap - u),
                (-w / 2, -gap - h + u),
                (slant, slant - h * 0.25),
                (slant, -slant - h * 0.75),
                (-slant - w, slant - h * 0.25),
                (-slant - w, -slant - h * 0.75),
            ]
        else:
            offsets = [(-w / 2, -h / 2), (-w / 2, h), (-w / 2, -2 * h)]
        for dx, dy in offsets:
            box = (label.x + dx, label.y + dy, label.x + dx + w, label.y + dy + h)
            if self.collides(box) or (label.importance < 90 and self._covers(box, label)):
                continue
            self.drawn.append(box)
            if label.dot:
                self.pen.ring(label.x, label.y, 1.7 * u, fill=COLOURS.town)
            self._write(label.text, kind, box[0], (box[1] + box[3]) / 2)
            return

    def _write(self, text: str, kind: Kind, x: float, y: float, angle: float = 0.0, *, centre: bool = False) -> None:
        self.pen.text(
            x,
            y,
            text,
            kind.size * self.unit,
            kind.colour,
            weight=kind.weight,
            italic=kind.italic,
            anchor="center" if centre else "left",
            halo=COLOURS.halo,
            angle=angle,
            spacing=kind.spacing * self.unit,
            middle=True,
        )

    def along(self, text: str, kind: Kind, parts: list[Any], *, must: bool = False) -> None:
        """Write a name along the straightest stretch of a line that the map shows; ``must`` lets it stand beside."""
        u, box = self.unit, self.frame.box
        length_needed = width(text, kind.size * u, kind.weight, kind.italic, kind.spacing * u)
        best: tuple[float, float, float, float, Rect] | None = None
        for points in parts:
            steps = np.hypot(*np.diff(points, axis=0).T)
            run = np.concatenate([[0.0], np.cumsum(steps)])
            for i in range(len(points) - 1):
                j = int(np.searchsorted(run, run[i] + length_needed + 14 * u))
                if j >= len(points):
                    break
                (x0, y0), (x1, y1) = points[i], points[j]
                mx, my = (x0 + x1) / 2, (y0 + y1) / 2
                if not (box.x + length_needed / 2 < mx < box.right - length_needed / 2):
                    continue
                if not (box.y + 18 * u < my < box.top - 18 * u):
                    continue
                length = run[j] - run[i]
                slope = abs(np.arctan2(y1 - y0, abs(x1 - x0) or 1e-6)) / np.pi
                off = np.hypot((mx - box.x) / box.width - 0.5, (my - box.y) / box.height - 0.5)
                score = (np.hypot(x1 - x0, y1 - y0) / length) ** 3 * (1 - slope) * (1 - 0.4 * off)
                if score < (best[0] if best else 0.4):
                    continue
                half = max(9 * u, abs(x1 - x0) * length_needed / (2 * length)) + u
                tall = max(8 * u, abs(y1 - y0) * length_needed / (2 * length)) + u
                rect = (mx - half, my - tall, mx + half, my + tall)
                middle = Label(kind, text, -1e6, -1e6, 0)
                if not self.collides(rect) and not self._covers(rect, middle):
                    best = (float(score), float(mx), float(my), float(np.degrees(np.arctan2(y1 - y0, x1 - x0))), rect)
        if best is None:
            if must:
                self._beside(text, kind, parts[0])
            return
        _, mx, my, angle, rect = best
        angle = angle + 180 if abs(angle) > 90 else angle
        lift = 8 * u
        self.drawn.append(rect)
        turned = np.radians(angle)
        self._write(text, kind, mx - lift * np.sin(turned), my + lift * np.cos(turned), angle, centre=True)

    def _beside(self, text: str, kind: Kind, points: Any) -> None:
        u, h = self.unit, 8 * self.unit
        w = width(text, kind.size * u, kind.weight)
        order = sorted(range(len(points)), key=lambda i: abs(i - len(points) / 2))
        for reach in (14 * u, 34 * u, 60 * u, 90 * u):
            for i in order:
                x, y = points[i]
                for dx, dy in ((reach, reach), (reach, -reach), (-reach - w, reach), (-reach - w, -reach)):
                    rect = (x + dx, y + dy - h, x + dx + w, y + dy + h)
                    if self.collides(rect) or self._covers(rect, Label(kind, text, -1e6, -1e6, 0)):
                        continue
                    end = rect[0] - 2 * u if dx > 0 else rect[2] + 2 * u
                    if self._crosses((x, y), (end, y + dy)):
                        continue
                    self.drawn.append(rect)
                    self.pen.line([(x, y), (end, y + dy)], COLOURS.label, 0.8 * u)
                    self._write(text, kind, rect[0], y + dy)
                    return

    def _crosses(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Say whether a line from a road to its name would run through another name."""
        share = np.linspace(0, 1, 40)[1:, None]
        at = np.asarray(start) * (1 - share) + np.asarray(end) * share
        boxes = np.asarray(self.drawn, dtype=float).reshape(-1, 4)
        x, y = at[:, :1], at[:, 1:]
        inside = (x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])
        return bool(inside.any())


def write_names(
    pen: Pen,
    frame: Frame,
    dataset: Dataset,
    language: Language,
    taken: list[Rect],
    circles: tuple[tuple[float, float, float], ...],
) -> None:
    """Write the names of sites, towns, regions, countries, water and roads in a language."""
    names, zoom = Names(pen, frame, taken, circles), frame.zoom
    labels = sorted(_labels(frame, dataset, language), key=lambda label: -label.importance)
    for label in labels:
        if label.importance >= 70:
            names.place(label)
    for route, _, line in routes_of(dataset):
        row = dataset.routes[dataset.routes["id"] == route].iloc[0]
        main = route == MAIN_ROUTE
        text = _name(row, language) if main else row["road_number"]
        if text and (main or zoom >= 7.5) and any(frame.holds(lon, lat) for lon, lat in line):
            names.along(text, KINDS["route"], [frame.points(line)], must=main)
    if zoom >= KINDS["river"].first:
        for feature in features("rivers"):
            told, kind = feature["properties"], KINDS["river"]
            if (text := _name(told, language)) and told["rank"] < 3:
                geometry = feature["geometry"]
                single = geometry["type"] == "LineString"
                parts = [geometry["coordinates"]] if single else geometry["coordinates"]
                names.along(text, kind, [frame.points(part) for part in parts])
    for label in labels:
        if label.importance < 70:
            names.place(label)


def _name(told: Any, language: Language) -> str:
    french = (told.get("name_fr") or told.get("region_fr") or "") if language == "fr" else ""
    return str(french or told.get("name") or told.get("region") or "")


def _labels(frame: Frame, dataset: Dataset, language: Language) -> list[Label]:
    zoom, found = frame.zoom, list[Label]()

    def add(kind: str, text: str, lon: float, lat: float, importance: int | None = None, **how: bool) -> None:
        if text and KINDS[kind].first <= zoom <= KINDS[kind].last and frame.holds(lon, lat):
            x, y = frame.xy(lon, lat)
            rank = KINDS[kind].importance if importance is None else importance
            found.append(Label(KINDS[kind], text, float(x), float(y), rank, **how))

    known = set(dataset.sites["id"])
    for site in rows(dataset.sites):
        kind = "capital" if site["kind"] == "regional_capital" else "site"
        rank = _SITES[site["kind"]] + (0 if site["role"] == "none" else 6)
        add(kind, _name(site, language), site["lon"], site["lat"], rank, point=True)
    for layer, kind in (("neighbours", "country"), ("regions_click", "region"), ("water", "water")):
        for feature in features(layer):
            told = feature["properties"]
            if at := told.get("label"):
                text = _name(told, language)
                add(kind, text if kind == "water" else text.upper(), *at)
    for feature in features("towns"):
        told, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"]
        if told["seat_of"]:
            seat = (told.get("seat_of_fr") if language == "fr" else None) or told["seat_of"]
            add("cercle", t(language, "map.cercle_label", name=seat), lon, lat, below=True)
        if told["site"] in known or (not told["foreign"] and zoom < _TOWN_FIRST.get(told["rank"], 8.5)):
            continue
        kind = "foreign" if told["foreign"] else "town"
        add(kind, _name(told, language), lon, lat, 24 - told["rank"], point=True, dot=True)
    return found
