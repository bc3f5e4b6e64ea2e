"""Search of places: every spelling of the data finds its place, and a misspelt one is offered as close."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dataset import Dataset
from geo.places import find
from geo.text import fold


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_site_and_route_is_found_by_each_of_its_names(curated: Dataset, language) -> None:
    for table, kind in ((curated.sites, "site"), (curated.routes, "route")):
        for row in table.to_dict("records"):
            for name in (row["name"], row["name_fr"], fold(row["name"]), row["name"].upper()):
                first = [match for match in find(name, curated, language) if match.score == 100]
                assert (row["id"], kind, True) in [(m.id, m.kind, m.exact) for m in first], name


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Tombouctou", "timbuktu"),
        ("menaka", "menaka"),
        ("Goundam", "goundam"),
        ("Ogossogou", "ogossagou"),
        ("pel maoude", "pel-maoude"),
        ("RN15", "route-du-poisson"),
        ("poisson", "route-du-poisson"),
        ("aéroport de gao", "gao-airport"),
    ],
)
def test_names_in_either_language_and_other_spellings_are_exact(curated: Dataset, typed: str, place: str) -> None:
    match = find(typed, curated)[0]
    assert (match.id, match.exact) == (place, True)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Tombouktou", "timbuktu"),
        ("Ogosagou", "ogossagou"),
        ("Aguelok", "aguelhok"),
        ("Dioungany", "dioungani"),
        ("Douenza", "douentza"),
        ("Bandiagarra", "bandiagara"),
        ("Route du Poison", "route-du-poisson"),
    ],
)
def test_a_close_spelling_is_offered_and_marked(curated: Dataset, typed: str, place: str) -> None:
    match = find(typed, curated)[0]
    assert (match.id, match.exact) == (place, False)


def test_the_beginning_of_a_name_is_enough(curated: Dataset) -> None:
    assert [(m.id, m.exact) for m in find("oui", curated)] == []
    assert ("timbuktu", True) in [(m.id, m.exact) for m in find("tim", curated)]
    assert {"gao", "gao-airport"} <= {m.id for m in find("gao", curated) if m.exact}
    assert find("gao", curated)[0].id == "gao"


def test_the_spelling_that_matched_is_the_readers_where_both_do(curated: Dataset) -> None:
    assert find("gao airport", curated, "en")[0].spelling == "Gao airport"
    assert find("korogoussou", curated, "fr")[0].spelling == "Aéroport de Gao-Korogoussou"


@pytest.mark.parametrize("typed", ["", "  ", "—", "<>", "xyzzy", "Paris"])
def test_what_is_no_place_finds_none(curated: Dataset, typed: str) -> None:
    assert [match for match in find(typed, curated) if match.exact] == []


def test_one_wrong_letter_in_a_long_name_still_finds_it(curated: Dataset) -> None:
    chance = random.Random(2013)
    for row in curated.sites.to_dict("records"):
        name = row["name"]
        if len(name) >= 7:
            at = chance.randrange(1, len(name) - 1)
            typed = name[:at] + "x" + name[at + 1 :]
            assert row["id"] in [match.id for match in find(typed, curated)], typed


@given(st.text(max_size=40))
def test_any_text_has_an_answer_in_order(curated: Dataset, text: str) -> None:
    found = find(text, curated)
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert len(found) <= 8 and len({(m.kind, m.id) for m in found}) == len(found)
