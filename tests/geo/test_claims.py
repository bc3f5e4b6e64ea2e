"""Claims: each verdict recomputed from the rows of the files, apart from the module that computes it."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from geo.claims import THEMES, VERDICTS, claims, count_verdicts, events_of, evidence, verdict
from geo.dataset import FOLDER, Dataset
from geo.schema import CLAIM_THEMES
from geo.store import Store
from geo.view import View


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_verdict_follows_from_the_rows_of_the_file(curated: Dataset) -> None:
    relations = defaultdict(set)
    for row in rows("claim_events.csv"):
        relations[row["claim_id"]].add(row["relation"])
    expected = {}
    for row in rows("claims.csv"):
        said = relations[row["id"]]
        if "contradicts" in said:
            expected[row["id"]] = "contested"
        elif "qualifies" in said:
            expected[row["id"]] = "qualified"
        elif "supports" in said:
            expected[row["id"]] = "supported"
        else:
            assert said <= {"context"}
            expected[row["id"]] = "stated"
    assert len(expected) == 104
    for language in ("en", "fr"):
        assert {claim.id: claim.verdict for claim in claims(curated, language).values()} == expected
    assert set(expected.values()) == {"supported", "qualified", "stated"}  # nothing at hand contradicts a claim


def test_every_event_that_a_claim_names_exists_and_is_shown_once(curated: Dataset) -> None:
    known = {row["id"] for row in rows("events.csv")}
    links = sorted((row["claim_id"], row["relation"], row["event_id"]) for row in rows("claim_events.csv"))
    assert {event for _, _, event in links} <= known
    shown = [(c.id, r, e) for c in claims(curated, "en").values() for r, ids in c.events.items() for e in ids]
    assert sorted(shown) == links


def test_a_claim_has_its_notes_places_and_years(curated: Dataset) -> None:
    notes = defaultdict(list)
    for row in rows("claim_notes.csv"):
        notes[row["claim_id"]].append(row["note_fr"])
    for row in rows("claims.csv"):
        claim = claims(curated, "fr")[row["id"]]
        assert claim.statement == row["statement_fr"]
        assert claim.check == row["how_to_check_fr"]
        assert list(claim.notes) == notes[row["id"]]
        assert "; ".join(claim.sites) == row["site_ids"]
        assert claim.years == (int(row["year_from"]), int(row["year_to"]))


@pytest.mark.parametrize(
    "relations, found",
    [
        ([], "stated"),
        (["context"], "stated"),
        (["supports"], "supported"),
        (["supports", "context"], "supported"),
        (["qualifies"], "qualified"),
        (["supports", "qualifies"], "qualified"),
        (["supports", "qualifies", "contradicts"], "contested"),
        (["contradicts"], "contested"),
    ],
)
def test_the_first_rule_that_holds_decides(relations: list[str], found: str) -> None:
    assert verdict(relations) == verdict(relations[::-1]) == found


def test_the_page_knows_every_theme_of_the_codebook(curated: Dataset) -> None:
    assert sorted(THEMES) == sorted(CLAIM_THEMES)
    found = list(claims(curated, "en").values())
    assert [c.id for c in found] == [c.id for c in sorted(found, key=lambda c: (THEMES.index(c.theme), c.id))]
    counts = count_verdicts(found)
    assert tuple(counts) == VERDICTS
    assert sum(counts.values()) == len(found)


def test_the_view_of_a_claim_holds_its_events_and_no_others(store: Store) -> None:
    for claim in claims(store.dataset, "en").values():
        found = store.events(View(claim=claim.id))
        ids = {event for events in claim.events.values() for event in events}
        assert set(found["id"]) == ids == set(events_of(store.dataset, claim.id))
        assert claim.total == store.summary(View(claim=claim.id)).events == len(found)
        for relation, events in claim.events.items():
            assert tuple(evidence(store.dataset, claim, relation)["id"]) == events
