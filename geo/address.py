"""From address parameters to a view, with a word about each value that can't be used."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from geo import area
from geo.dataset import Dataset
from geo.errors import Problem, ViewError
from geo.model import CATEGORIES, PRECISIONS, REGIONS
from geo.text import fold
from geo.view import CURATED, MODES, PARAMETERS, SIZES, View, first_of, last_of
from geo.words import LANGUAGES

#: Longest text filter; more is a paste by accident.
MAX_Q = 200
#: Data sets that are shown at once: more symbols can't be told apart.
MOST_SETS = 4
#: No two points of the Earth are farther apart, in km.
MAX_KM = 20_038.0


@dataclass(frozen=True)
class Vocabulary:
    """The names that an address may use, each under its folded form.

    :param regions: folded name → name; French names lead to the English ones.
    :param cercles: likewise.
    :param actors: folded name, any spelling → canonical name.
    :param places: ids of sites and routes.
    :param sites: ids of sites.
    :param events: ids of events; of a large data set what says whether there is one.
    :param claims: ids of claims.
    :param datasets: ids of data sets.
    :param alone: those of them that are too large to be shown beside others.
    """

    regions: Mapping[str, str]
    cercles: Mapping[str, str]
    actors: Mapping[str, str]
    places: frozenset[str]
    sites: frozenset[str]
    events: Container[str]
    claims: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset({CURATED})
    alone: frozenset[str] = frozenset()

    @classmethod
    def of(cls, dataset: Dataset) -> Vocabulary:
        """Collect the names of a data set."""
        admin = dataset.admin_names
        actors = dataset.event_actors[["name_fr", "actor_fr", "name", "actor"]].drop_duplicates()

        def names(level: str) -> dict[str, str]:
            rows = admin[admin["level"] == level]
            french = {fold(fr): name for name, fr in zip(rows["name"], rows["name_fr"], strict=True)}
            return french | {fold(name): name for name in rows["name"]}

        spelled: dict[str, str] = {}
        for column in ("name_fr", "actor_fr", "name", "actor"):
            spelled |= {fold(s): a for s, a in zip(actors[column].tolist(), actors["actor"].tolist(), strict=True)}
        sites = frozenset(dataset.sites["id"])
        return cls(
            regions={fold(r): r for r in REGIONS} | names("region"),
            cercles=names("cercle"),
            actors=spelled,
            places=sites | frozenset(dataset.routes["id"]),
            sites=sites,
            events=frozenset(dataset.events["id"].tolist()),
            claims=frozenset(dataset.claims["id"]),
        )


def read(params: Mapping[str, Sequence[str]], vocabulary: Vocabulary) -> tuple[View, list[Problem]]:
    """Read a view from address parameters; what can't be used is left out and reported, nothing else is lost.

    :param params: parameter → its values, in order.
    :returns: the view, and a :class:`~geo.errors.Problem` for each unknown name and bad value.

    >>> from geo.dataset import load
    >>> view, problems = read({"region": ["menaka"], "from": ["abc"]}, Vocabulary.of(load()))
    >>> view.region, [p.parameter for p in problems]
    (('Ménaka',), ['from'])
    """
    reader = _Reader(params, vocabulary)
    return reader.view(), reader.problems


def read_strictly(params: Mapping[str, Sequence[str]], vocabulary: Vocabulary) -> View:
    """Read a view and refuse it when anything in it can't be used: for the API and the command line.

    :raises ViewError: naming every unknown parameter and bad value.
    """
    view, problems = read(params, vocabulary)
    if problems:
        raise ViewError(problems)
    return view


def sets_named(said: Sequence[str]) -> list[str]:
    """Return the ids of data sets that an address names, each once: repeated, or joined by ``+`` (or a space, as which
    an address's plus sign arrives).

    >>> sets_named(["curated+ucdp", "ucdp"]), sets_named(["curated ucdp"])
    (['curated', 'ucdp'], ['curated', 'ucdp'])
    """
    return list(dict.fromkeys(name for value in said for name in value.replace("+", " ").split(" ") if name))


def sets_chosen(said: Sequence[str], known: Collection[str], alone: Collection[str] = ()) -> tuple[str, list[Problem]]:
    """Return the data sets that an address names, joined by ``+``, and a problem for each that can't be used.

    :param said: the values of ``data``.
    :param known: ids of the data sets that there are.
    :param alone: those that can't be shown beside others.
    """
    chosen, problems = list[str](), list[Problem]()
    for name in sets_named(said):
        if name not in known:
            problems.append(Problem("data", name, "choice", tuple(sorted(known))))
        elif chosen and (name in alone or chosen[0] in alone):
            problems.append(Problem("data", name, "alone"))
        elif len(chosen) == MOST_SETS:
            problems.append(Problem("data", name, "sets", (str(MOST_SETS),)))
        else:
            chosen.append(name)
    return "+".join(chosen) or CURATED, problems


class _Reader:
    def __init__(self, params: Mapping[str, Sequence[str]], vocabulary: Vocabulary) -> None:
        self.params, self.known, self.problems = params, vocabulary, list[Problem]()

    def view(self) -> View:
        for name in self.params:
            if name not in PARAMETERS:
                meant = difflib.get_close_matches(name, PARAMETERS, n=3)
                self._report("parameter", name, "parameter", meant or PARAMETERS)
        start, end = self._one("from", first_of, "day"), self._one("to", last_of, "day")
        if start and end and start > end:
            self._report("to", self.params["to"][0], "order", [str(self.params["from"][0])])
            end = None
        low, high = self._one("killed_min", _count, "count"), self._one("killed_max", _count, "count")
        if low is not None and high is not None and low > high:
            self._report("killed_max", str(high), "bounds", [str(low)])
            high = None
        near = self._member("near", self.known.places, "place_id")
        within = self._one("within_km", kilometres, "kilometres")
        if within is not None and "near" not in self.params:
            self._report("within_km", self.params["within_km"][0], "near", [])
        return View(
            start=cast("date | None", start),
            end=cast("date | None", end),
            region=self._names("region", self.known.regions, REGIONS),
            cercle=self._names("cercle", self.known.cercles),
            category=self._names("category", {c: c for c in CATEGORIES}, tuple(CATEGORIES)),
            actor=self._names("actor", self.known.actors),
            killed_min=low,
            killed_max=high,
            precision=self._member("precision", PRECISIONS, "choice"),
            verified=self._member("verified", ("1", "0"), "choice") == "1",
            near=near,
            within_km=within if near else None,
            within=self._area(),
            q=self._one("q", _words, "words") or "",
            claim=self._member("claim", self.known.claims, "claim_id"),
            event=self._event(),
            site=self._member("site", self.known.sites, "place_id"),
            mode=cast(Any, self._member("mode", MODES, "choice") or "places"),
            size=cast(Any, self._member("size", SIZES, "choice") or "events"),
            lang=cast(Any, self._member("lang", LANGUAGES, "choice") or "en"),
            data=self._data(),
            once=self._member("once", ("1", "0"), "choice") == "1",
        )

    def _area(self) -> area.Area | None:
        wrong = "area"

        def convert(text: str) -> area.Area:
            nonlocal wrong
            try:
                return area.read(text)
            except area.AreaError as error:
                wrong = error.expected
                raise

        before = len(self.problems)
        found: area.Area | None = self._one("within", convert, "area")
        if found is None and len(self.problems) > before:
            self.problems[-1] = replace(self.problems[-1], expected=wrong)
        return found

    def _event(self) -> str | None:
        known = self.known.events
        if isinstance(known, frozenset):
            return self._member("event", known, "event_id")

        def convert(value: str) -> str:
            if value not in known:
                raise ValueError(value)
            return value

        found: str | None = self._one("event", convert, "event_id")
        return found

    def _data(self) -> str:
        data, problems = sets_chosen(self.params.get("data", ()), self.known.datasets, self.known.alone)
        self.problems += problems
        return data

    def _report(self, parameter: str, value: str, expected: str, choices: Iterable[str]) -> None:
        self.problems.append(Problem(parameter, value, expected, tuple(choices)))

    def _one(self, name: str, convert: Callable[[str], Any], expected: str) -> Any:
        values = self.params.get(name, ())
        for extra in values[1:]:
            self._report(name, extra, "once", [values[0]])
        try:
            return convert(values[0]) if values else None
        except ValueError:
            self._report(name, values[0], expected, [])
            return None

    def _member(self, name: str, allowed: Iterable[str], expected: str) -> str | None:
        allowed = tuple(allowed)

        def convert(value: str) -> str:
            if value not in allowed:
                raise ValueError(value)
            return value

        before = len(self.problems)
        found: str | None = self._one(name, convert, expected)
        for i in range(before, len(self.problems)):
            problem = self.problems[i]
            if problem.expected == expected:
                # Of a few choices all are told: the nearest alone would read as the only one.
                choices = allowed if expected == "choice" else _nearest(problem.value, allowed)
                self.problems[i] = Problem(name, problem.value, expected, choices)
        return found

    def _names(self, name: str, known: Mapping[str, str], order: Sequence[str] | None = None) -> tuple[str, ...]:
        found = set()
        for value in self.params.get(name, ()):
            if (key := fold(value)) in known:
                found.add(known[key])
            else:
                names = {fold(n): n for n in known.values()}
                self._report(name, value, "name", _nearest(key, tuple(names), names))
        return tuple(sorted(found, key=order.index if order else fold))


def _nearest(value: str, allowed: Sequence[str], names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return what was probably meant, or the whole list where it is short enough to be read."""
    near = difflib.get_close_matches(value, allowed, n=3, cutoff=0.5)
    shown = near or (list(allowed) if len(allowed) <= 13 else [])
    return tuple(names[n] for n in shown) if names else tuple(shown)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError(text)
    return int(text)


def kilometres(text: str) -> float:
    """Read a distance of an address, in km.

    :raises ValueError: when it is no number from 0 to half way round the Earth.

    >>> kilometres("2,5")
    2.5
    """
    # Python also reads digits of other scripts and "1_0"; nobody means those in an address.
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    # Six significant digits are what an address writes, so that reading what was written gives the same view.
    value = float(f"{float(text.replace(',', '.')):g}")
    if not (math.isfinite(value) and 0 <= value <= MAX_KM):
        raise ValueError(text)
    return value


def _words(text: str) -> str:
    if len(text) > MAX_Q:
        raise ValueError(text)
    return " ".join(text.split())
