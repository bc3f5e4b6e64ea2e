"""What must hold between the columns of a row and between the rows of a file, beyond what one cell can show.

Each rule is a function of the files' text frames (index: the row as a spreadsheet counts it) that yields faults; it
sees only files in which every cell is well, so it may convert without asking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from geo import references
from geo.errors import Fault
from geo.model import FIRST_YEAR, LAST_YEAR, REGION_EXTENTS, REGIONS
from geo.phrase import Phrase
from geo.schema import FILES

Tables = Mapping[str, pd.DataFrame]
_OFF_MAP_COLUMNS = ("region", "lat", "lon", "location_radius_km")


def faults(tables: Tables, present: frozenset[str]) -> list[Fault]:
    """Return what breaks a rule.

    :param tables: file name → text frame, only of files without a fault of their own.
    :param present: names of all files that are there, well or not.
    """
    found = [fault for rule, needed in RULES if all(name in tables for name in needed) for fault in rule(tables)]
    return found + list(references.faults(tables, present))


def event_dates(tables: Tables) -> Iterator[Fault]:
    """An event ends no earlier than it begins and lies in the years that the Atlas speaks of."""
    first, last = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"
    for row in _rows(tables, "events.csv"):
        if not first <= row.date_start <= last:
            yield _fault("events.csv", row, "date_start", "years_covered", first=first, last=last)
        if row.date_end and row.date_end < row.date_start:
            yield _fault("events.csv", row, "date_end", "order_dates", start=row.date_start)
        elif row.date_end > last:
            yield _fault("events.csv", row, "date_end", "years_covered", first=first, last=last)


def event_deaths(tables: Tables) -> Iterator[Fault]:
    """Low ≤ best ≤ high, a range has two ends, and UN personnel are among the killed."""
    for row in _rows(tables, "events.csv"):
        low, best, high = row.killed_low, row.killed_best, row.killed_high
        if (low == "") != (high == "") or (best != "" and low == ""):
            yield _fault("events.csv", row, "killed_low" if low == "" else "killed_high", "low_and_high")
            continue
        if low and int(low) > int(high):
            yield _fault("events.csv", row, "killed_low", "order_low", high=high)
        elif best and not int(low) <= int(best) <= int(high):
            yield _fault("events.csv", row, "killed_best", "order_best", low=low, high=high)
        killed = best or high
        if row.killed_peacekeepers and killed and int(row.killed_peacekeepers) > int(killed):
            yield _fault("events.csv", row, "killed_peacekeepers", "peacekeepers", killed=killed)


def event_places(tables: Tables) -> Iterator[Fault]:
    """What is off the map has no place on it, and everything else has a region, a point and a radius."""
    for row in _rows(tables, "events.csv"):
        off_map = row.location_precision == "off_map"
        for column in _OFF_MAP_COLUMNS + (("cercle",) if off_map else ()):
            if (getattr(row, column) == "") != off_map:
                yield _fault("events.csv", row, column, "off_map_blank" if off_map else "placed")
        if row.location_radius_km and float(row.location_radius_km) <= 0:
            yield _fault("events.csv", row, "location_radius_km", "radius")


def points_in_regions(tables: Tables) -> Iterator[Fault]:
    """A point that claims a region lies in its neighbourhood; catches a swapped or unsigned coordinate."""
    for file in ("events.csv", "sites.csv"):
        for row in _rows(tables, file):
            if not (row.region and row.lat and row.lon):
                continue
            west, south, east, north = REGION_EXTENTS[row.region]
            limits = {"west": f"{west:g}", "south": f"{south:g}", "east": f"{east:g}", "north": f"{north:g}"}
            if not south <= float(row.lat) <= north:
                yield _fault(file, row, "lat", "extent", region=row.region, **limits)
            if not west <= float(row.lon) <= east:
                yield _fault(file, row, "lon", "extent", region=row.region, **limits)


def cercles(tables: Tables) -> Iterator[Fault]:
    """A cercle is a known one and stands with the region that it lies in."""
    region_of = {row.name: row.region for row in _rows(tables, "admin_names.csv") if row.level == "cercle"}
    for file in ("events.csv", "sites.csv"):
        for row in _rows(tables, file):
            if not row.cercle:
                continue
            if row.cercle not in region_of:
                yield _fault(file, row, "cercle", "one_of", choices=", ".join(sorted(region_of)))
            elif row.region and row.region != region_of[row.cercle]:
                choices = ", ".join(sorted(name for name, region in region_of.items() if region == row.region))
                yield _fault(file, row, "cercle", "cercle_of", region=row.region, choices=choices)


def admin_levels(tables: Tables) -> Iterator[Fault]:
    """Every region of the model has its row; a cercle names its region and a region names none."""
    known: set[str] = set()
    for row in _rows(tables, "admin_names.csv"):
        if row.level == "region":
            known.add(row.name)
        if row.level == "cercle" and not row.region:
            yield _fault("admin_names.csv", row, "region", "region_of_cercle")
        if row.level == "region" and row.region:
            yield _fault("admin_names.csv", row, "region", "no_region")
        if row.level == "region" and row.name not in REGIONS:
            yield _fault("admin_names.csv", row, "name", "one_of", choices=", ".join(REGIONS))
    lacking = [name for name in REGIONS if name not in known]
    if lacking:
        expected = Phrase("all_regions", names=", ".join(lacking))
        yield Fault("admin_names.csv", None, None, f"{len(REGIONS) - len(lacking)} regions", expected)


def actor_names(tables: Tables) -> Iterator[Fault]:
    """One actor has one French name."""
    first: dict[str, str] = {}
    for row in _rows(tables, "actors.csv"):
        if row.actor_fr != first.setdefault(row.actor, row.actor_fr):
            yield _fault("actors.csv", row, "actor_fr", "same_french", name=first[row.actor])


def route_order(tables: Tables) -> Iterator[Fault]:
    """The waypoints of a route are numbered 1, 2, 3 …, and there are at least two of them."""
    points: dict[str, int] = {}
    for row in _rows(tables, "route_points.csv"):
        points[row.route_id] = points.get(row.route_id, 0) + 1
        if int(row.seq) != points[row.route_id]:
            yield _fault("route_points.csv", row, "seq", "sequence", n=str(points[row.route_id]))
            points[row.route_id] = int(row.seq)  # go on from here: one gap is one fault
    for row in _rows(tables, "routes.csv"):
        if points.get(row.id, 0) < 2:
            yield _fault("routes.csv", row, "id", "two_points")


def mandate_order(tables: Tables) -> Iterator[Fault]:
    """The resolutions stand in the order of their adoption, and none ends before it."""
    before = ""
    for row in _rows(tables, "mandates.csv"):
        if row.date < before:
            yield _fault("mandates.csv", row, "date", "order_mandates", before=before)
        before = row.date
        if row.end_date and row.end_date < row.date:
            yield _fault("mandates.csv", row, "end_date", "order_mandate", date=row.date)


def site_periods(tables: Tables) -> Iterator[Fault]:
    """The Mission left a site no earlier than it came, as far as the dates are known."""
    for row in _rows(tables, "sites.csv"):
        known = min(len(row.mission_from), len(row.mission_to))
        if row.mission_to[:known] < row.mission_from[:known]:
            yield _fault("sites.csv", row, "mission_to", "order_presence", start=row.mission_from)


def claim_years(tables: Tables) -> Iterator[Fault]:
    """A claim ends no earlier than it begins."""
    for row in _rows(tables, "claims.csv"):
        if int(row.year_to) < int(row.year_from):
            yield _fault("claims.csv", row, "year_to", "order_years", year=row.year_from)


def both_languages(tables: Tables) -> Iterator[Fault]:
    """What is said in one language is said in the other."""
    for file in FILES:
        for name in file.names:
            french = f"{name}_fr"
            if file.name not in tables or french not in file.names:
                continue
            frame = tables[file.name]
            for row in frame.index[(frame[name] == "") != (frame[french] == "")]:
                blank = name if frame.at[row, name] == "" else french
                yield Fault(file.name, int(row), blank, "", Phrase("both_languages"))


#: Every rule with the files that it can't do without.
RULES: tuple[tuple[Callable[[Tables], Iterator[Fault]], tuple[str, ...]], ...] = (
    (event_dates, ("events.csv",)),
    (event_deaths, ("events.csv",)),
    (event_places, ("events.csv",)),
    (points_in_regions, ()),
    (cercles, ("admin_names.csv",)),
    (admin_levels, ("admin_names.csv",)),
    (actor_names, ("actors.csv",)),
    (route_order, ("routes.csv", "route_points.csv")),
    (mandate_order, ("mandates.csv",)),
    (site_periods, ("sites.csv",)),
    (claim_years, ("claims.csv",)),
    (both_languages, ()),
)


def _rows(tables: Tables, file: str) -> Iterator[Any]:
    """Yield the rows of a file, none where it isn't there."""
    return iter(tables[file].itertuples() if file in tables else ())


def _fault(file: str, row: Any, column: str, key: str, **values: str) -> Fault:
    return Fault(file, int(row.Index), column, str(getattr(row, column)), Phrase(key, **values))
