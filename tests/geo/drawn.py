"""Views drawn by Hypothesis, over the vocabulary of the curated data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import cache

from hypothesis import reject
from hypothesis import strategies as st

from geo.address import Vocabulary
from geo.area import Area, AreaError, Circle, Polygon
from geo.dataset import Dataset, load
from geo.model import CATEGORIES, PRECISIONS, REGIONS
from geo.names import Names
from geo.text import fold
from geo.view import MODES, SIZES, View
from geo.words import LANGUAGES


@cache
def curated() -> Dataset:
    return load()


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.of(curated())


@cache
def names() -> dict[str, Names]:
    return {language: Names.of(curated(), language) for language in LANGUAGES}


def _chosen(names: Sequence[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the names, in the order in which an address is written."""
    some = st.lists(st.sampled_from(names), unique=True, max_size=most)
    return some.map(lambda found: tuple(sorted(found, key=names.index)))


def _by_fold(names: Sequence[str]) -> list[str]:
    return sorted(set(names), key=fold)


def _maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


def kilometres(most: float = 20_038) -> st.SearchStrategy[float]:
    """Distances as an address writes them: six significant digits."""
    return st.floats(0, most).map(lambda km: float(f"{km:g}"))


@st.composite
def polygons(draw: st.DrawFn) -> Polygon:
    """Polygons round a point in or near Mali, as a hand draws them: no side crosses another."""
    lat, lon, size = draw(st.floats(11, 22)), draw(st.floats(-11, 4)), draw(st.floats(0.02, 8))
    turns = sorted(draw(st.lists(st.floats(0, 6.28), min_size=3, max_size=12, unique=True)))
    reach = [draw(st.floats(0.2, 1)) * size for _ in turns]
    corners = [(lat + r * math.sin(turn), lon + r * math.cos(turn)) for r, turn in zip(reach, turns, strict=True)]
    try:
        return Polygon(tuple(corners))
    except AreaError:
        reject()


@st.composite
def circles(draw: st.DrawFn) -> Circle:
    """Circles about Mali, and some elsewhere."""
    lat, lon = draw(
        st.tuples(st.floats(11, 22), st.floats(-11, 4)) | st.tuples(st.floats(-85, 85), st.floats(-180, 180))
    )
    return Circle(lat, lon, draw(st.floats(0.001, 300) | st.floats(0.001, 2000)))


def areas() -> st.SearchStrategy[Area]:
    """Areas that a reader may draw."""
    return polygons() | circles()


@st.composite
def views(draw: st.DrawFn) -> View:
    """Any view that an address can say."""
    known = vocabulary()
    days = st.dates(date.min, date.max) | st.sampled_from(
        [date.min, date.max, date(2018, 1, 1), date(2018, 12, 31), date(2020, 2, 29), date(2020, 6, 30)]
    )
    start, end = sorted([draw(days), draw(days)])
    low, high = sorted([draw(st.integers(0, 999_999_999)), draw(st.integers(0, 999_999_999))])
    near = draw(_maybe(st.sampled_from(sorted(known.places))))
    return View(
        start=start if draw(st.booleans()) else None,
        end=end if draw(st.booleans()) else None,
        region=draw(_chosen(REGIONS, 11)),
        cercle=draw(_chosen(_by_fold(list(known.cercles.values())), 6)),
        category=draw(_chosen(tuple(CATEGORIES), 13)),
        actor=draw(_chosen(_by_fold(list(known.actors.values())), 6)),
        killed_min=low if draw(st.booleans()) else None,
        killed_max=high if draw(st.booleans()) else None,
        precision=draw(_maybe(st.sampled_from(PRECISIONS))),
        verified=draw(st.booleans()),
        near=near,
        within_km=draw(_maybe(kilometres())) if near else None,
        within=draw(_maybe(areas())),
        q=" ".join(draw(st.text(max_size=200)).split()),
        claim=draw(_maybe(st.sampled_from(sorted(known.claims)))),
        event=draw(_maybe(st.sampled_from(sorted(known.events)))),
        site=draw(_maybe(st.sampled_from(sorted(known.sites)))),
        mode=draw(st.sampled_from(MODES)),
        size=draw(st.sampled_from(SIZES)),
        lang=draw(st.sampled_from(LANGUAGES)),
    )


@cache
def _said() -> list[str]:
    """Words that stand in the events, as someone might type them."""
    columns = ["title", "title_fr", "description_fr", "place", "place_fr"]
    words = {word for column in columns for text in curated().events[column] for word in text.split()}
    return sorted(words | {word.upper() for word in words if len(word) > 6})


@st.composite
def likely_views(draw: st.DrawFn) -> View:
    """Views that a reader would ask for: one to three filters, mostly with something in them."""
    known, events = vocabulary(), curated().events
    days = st.dates(date(2012, 1, 1), date(2024, 2, 1))
    start, end = sorted([draw(days), draw(days)])
    low = draw(st.integers(0, 40))
    choices: dict[str, dict[str, st.SearchStrategy[object]]] = {
        "from": {"start": st.just(start)},
        "to": {"end": st.just(end)},
        "window": {"start": st.just(start), "end": st.just(end)},
        "region": {"region": _chosen(REGIONS, 4)},
        "cercle": {"cercle": _chosen(_by_fold([c for c in events["cercle"] if c]), 6)},
        "category": {"category": _chosen(tuple(CATEGORIES), 5)},
        "actor": {"actor": _chosen(_by_fold(list(known.actors.values())), 25)},
        "killed_min": {"killed_min": st.just(low)},
        "killed_max": {"killed_max": st.integers(0, 60)},
        "killed": {"killed_min": st.just(low), "killed_max": st.integers(low, 200)},
        "precision": {"precision": st.sampled_from(PRECISIONS)},
        "verified": {"verified": st.just(True)},
        "near": {"near": st.sampled_from(sorted(known.places)), "within_km": kilometres(120)},
        "within": {"within": areas()},
        "q": {"q": st.lists(st.sampled_from(_said()), min_size=1, max_size=2).map(" ".join)},
        "claim": {"claim": st.sampled_from(sorted(known.claims))},
    }
    filters: dict[str, object] = {}
    for name in draw(st.lists(st.sampled_from(sorted(choices)), min_size=1, max_size=3, unique=True)):
        if not filters.keys() & choices[name].keys():
            filters |= {field: draw(strategy) for field, strategy in choices[name].items()}
    if filters.get("killed_min", 0) > filters.get("killed_max", 999):
        filters["killed_max"] = filters["killed_min"]
    return View(**filters, lang=draw(st.sampled_from(LANGUAGES)))
