"""Figures of the Mission, recounted from the files: ceilings, gaps, bases, agreements; metrics are never mixed."""

from __future__ import annotations

import csv
from datetime import date, timedelta

from geo.agreements import agreements
from geo.dataset import FOLDER, Dataset
from geo.mission_figures import (
    FIRST_YEAR,
    LAST_YEAR,
    bases,
    closures,
    figures,
    mandates,
    missing_years,
    uncovered,
)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_figure_of_the_file_is_there_with_its_source_and_note(curated: Dataset) -> None:
    metrics = sorted({row["metric"] for row in rows("mission_stats.csv")})
    found = figures(curated, metrics, "fr")
    said = sorted((f.metric, str(f.value), f.source, f.url, f.note) for f in found)
    written = [
        (r["metric"], r["value"], r["source_title"], r["source_url"], r["note_fr"]) for r in rows("mission_stats.csv")
    ]
    assert said == sorted(written)
    assert all(f.start <= f.end for f in found)


def test_years_without_a_source_are_gaps(curated: Dataset) -> None:
    for metric in ("fatalities_year_malicious", "deployed_military", "deployed_police"):
        found = figures(curated, [metric], "en")
        known = {int(row["as_of"][:4]) for row in rows("mission_stats.csv") if row["metric"] == metric}
        assert set(missing_years(found)) == set(range(FIRST_YEAR, LAST_YEAR + 1)) - known
    gaps = uncovered(figures(curated, ["budget"], "en"))
    for start, end in gaps:
        assert start <= end
        for row in rows("mission_stats.csv"):
            if row["metric"] == "budget":
                first, last = row["as_of"].split("/")
                assert f"{end:%Y-%m}" < first or f"{start:%Y-%m}" > last


def test_terms_follow_each_other_without_a_day_between(curated: Dataset) -> None:
    terms = [m for m in mandates(curated, "en") if m.end]
    assert terms[0].start == date(2013, 4, 25)
    for one, other in zip(terms[:-1], terms[1:], strict=True):
        assert one.end and other.start == one.end + timedelta(days=1)
    assert [(m.resolution, m.military, m.police) for m in terms if m.start and m.start.year == 2016] == [
        ("2295 (2016)", 13289, 1920)
    ]
    assert len(mandates(curated, "fr")) == len(rows("mandates.csv"))


def test_bases_are_sorted_by_opening_and_by_closing(curated: Dataset) -> None:
    opening, closing = bases(curated, "en", "opening"), bases(curated, "en", "closing")
    assert {b.site for b in opening} == {b.site for b in closing}
    years = [b.opened[:4] for b in opening]
    assert years == sorted(years)
    assert [bool(b.closed) for b in closing] == sorted([bool(b.closed) for b in closing], reverse=True)
    (gao,) = [b for b in opening if b.site == "gao"]
    written = {int(r["year"]): int(r["troops_estimate"]) for r in rows("site_presence.csv") if r["site_id"] == "gao"}
    assert gao.troops == written


def test_closures_come_in_the_order_of_the_withdrawal(curated: Dataset) -> None:
    found = closures(curated, "en")
    days = [day for day, _ in found]
    assert days == sorted(days)
    expected = {r["id"] for r in rows("sites.csv") if len(r["mission_to"]) == 10 and r["mission_to"] >= "2023-07"}
    assert {base.site for _, base in found} == expected


def test_agreements_are_counted_from_the_files(curated: Dataset) -> None:
    found = agreements(curated)
    written = [r for r in rows("events.csv") if r["category"] == "local_agreement"]
    publishers = {r["id"]: r["publisher"] for r in rows("sources.csv")}
    assert sorted(found.events) == sorted(r["id"] for r in written)
    assert sorted(found.actor) == sorted(r["id"] for r in written if "MINUSMA" in r["actors"])
    published = [r["id"] for r in written if any("MINUSMA" in publishers[s] for s in r["source_ids"].split("; "))]
    assert sorted(found.published) == sorted(published)
    links = {(r["event_id"], r["relation"]) for r in rows("claim_events.csv") if r["claim_id"] == "c031"}
    assert sorted(found.supports) == sorted(r["id"] for r in written if (r["id"], "supports") in links)
