"""Days round which a comparison can be asked for: bases opened and closed, agreements signed, coups, the Mission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from geo import measure
from geo.dataset import Dataset
from geo.frames import rows
from geo.periods import moments
from geo.view import first_of
from geo.words import Language, day, t

Kind = Literal["base_opened", "base_closed", "agreement", "coup", "mission_begins", "mission_ends"]
#: Words in a site's role that make it a post of the Mission. At a project or on a patrol nothing opens or closes.
_POST = ("camp", "base", "hq", "headquarters", "office", "deployment", "airfield", "airstrip")
_LENGTHS = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class Pivot:
    """A day to compare round.

    :param text: the day as an address says it, no more precisely than it is known: ``2020-03``.
    :param kind: what happened.
    :param label: what happened, in the reader's language, with the day.
    """

    text: str
    kind: Kind
    label: str

    @property
    def precision(self) -> str:
        """How well the day is known: ``day``, ``month`` or ``year``."""
        return precision_of(self.text)


def precision_of(text: str) -> str:
    """Return how precise a day in an address is.

    >>> precision_of("2020-03")
    'month'
    """
    return _LENGTHS[len(text)]


def is_post(site: Any) -> bool:
    """Say whether the Mission had a post at a site: a camp, a base, an office."""
    return any(word in site["role"].lower().replace(";", " ").split() for word in _POST)


def pivots(dataset: Dataset, near: pd.DataFrame | None, sites: list[str], language: Language) -> list[Pivot]:
    """Return the days that the data offer for a place, by date.

    :param near: the events round it, of :func:`geo.surroundings.surroundings`, the agreements at least; ``None`` where
        none are looked at.
    :param sites: ids of the sites round it, whose bases are offered.
    """
    suffix = "_fr" if language == "fr" else ""
    found: list[Pivot] = []
    for site in rows(dataset.sites[dataset.sites["id"].isin(sites)]):
        if not is_post(site):
            continue
        # Of a date known to lie between two others, the Mission was surely there from the second, until the first.
        opened, closed = site["mission_from"].split("/")[-1], site["mission_to"].split("/")[0]
        for text, kind in ((opened, "base_opened"), (closed, "base_closed")):
            if text:
                found.append(_pivot(text, kind, site[f"name{suffix}"], language))  # type: ignore[arg-type]
    agreed = () if near is None else rows(near[(near["category"] == "local_agreement") & near["certain"]])
    for event in agreed:
        length = {"day": 10, "month": 7, "year": 4}[event["date_precision"]]
        text = event["date_start"].date().isoformat()[:length]
        found.append(_pivot(text, "agreement", event[f"title{suffix}"], language))
    for moment in moments(dataset, language):
        if moment.kind == "coup":
            found.append(_pivot(moment.day.isoformat(), "coup", moment.label, language))
        if moment.kind == "mission" and moment.end is not None:
            found.append(_pivot(moment.day.isoformat(), "mission_begins", "", language))
            found.append(_pivot(moment.end.isoformat(), "mission_ends", "", language))
    return sorted(dict.fromkeys(found), key=lambda pivot: (pivot.text, pivot.kind))


def sites_round(dataset: Dataset, place: str, within_km: float) -> list[str]:
    """Return the ids of the sites within a distance of a site or route, the nearest first; a site is near itself."""
    sites = dataset.sites
    centre = sites[sites["id"] == place]
    if len(centre):
        km = measure.to_point(sites["lat"], sites["lon"], *centre[["lat", "lon"]].to_numpy(dtype=float)[0])
    else:
        line = dataset.route_points[dataset.route_points["route_id"] == place].sort_values("seq")
        km = measure.to_line(sites["lat"], sites["lon"], line["lat"], line["lon"])
    near = sites.assign(km=km)
    return [str(site) for site in near[near["km"] <= within_km].sort_values(["km", "id"])["id"]]


def _pivot(text: str, kind: Kind, what: str, language: Language) -> Pivot:
    said = day(language, first_of(text), precision_of(text), short=True)
    return Pivot(text, kind, t(language, f"change.pivot_{kind}", day=said, what=what))
