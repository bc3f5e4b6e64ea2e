"""The statistics, the tables, the picture and the README's section."""

from __future__ import annotations

import statistics
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.chart import chart, spread
from benchmarks.report import BRUSH, END, SLIDER, START, markdown, ratios, section
from benchmarks.results import Results, Row, median, p95

values = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=60)


@given(values)
def test_percentiles_are_values_in_order(found):
    assert min(found) <= median(found) == statistics.median(found) <= max(found)
    assert p95(found) in found and p95(found) >= median(sorted(found)[: len(found)])
    assert sum(value <= p95(found) for value in found) >= 0.95 * len(found)


def test_the_slowest_of_few_steps_is_not_left_out():
    assert p95([10.0, 20.0, 900.0]) == 900.0
    assert median([]) is None and p95([]) is None


@pytest.fixture
def run() -> Results:
    return Results(
        "2026-11-25",
        {"processor": "2 cores", "Python": "3.11"},
        [
            Row(BRUSH, 4000, [1.0, 1.2], [100.0, 100.0, 130.0], [5.0], [40.0], 20.0, 300.0, {"places": 58.4}),
            Row(SLIDER, 4000, [1.0, 1.2], [200.0], [5.0], [40.0], 20.0, 300.0),
            Row(BRUSH, 20000, [1.0], [150.0]),
            Row(SLIDER, 20000, [1.0], [300.0]),
            Row("rebuilt", 4000, [6.0], [6300.0, 6500.0], [2500.0], [4000.0], 50.0, 200.0),
            Row("rebuilt", 20000, note="over the limit"),
            Row("deck", 4000, [2.0], [500.0]),
            Row("deck", 20000, [2.0], [900.0]),
        ],
    )


def test_the_table_has_each_row_in_order_of_size(run):
    lines = [line for line in markdown(run).splitlines() if line.startswith(("| 4,000", "| 20,000"))]
    assert lines[0] == "| 4,000 | Atlas, brush | 1.10 | 100 | 130 | — | 3 | 5.0 | 40 | 20 | 300 |  |"
    assert [line.split(" | ")[0] for line in lines[:8]] == ["| 4,000"] * 4 + ["| 20,000"] * 4
    assert "| 20,000 | rebuilt | — | — | — | — | — | — | — | — | — | over the limit |" in lines
    assert "| 4,000 | places | 58 |" in markdown(run)


def test_ratios_are_of_the_peers_step_to_ours(run):
    assert ratios(run) == [
        "| events | rebuilt | deck |",
        "|---|---|---|",
        "| 4,000 | 64 (32) | 5.0 (2.5) |",
        "| 20,000 | over the limit | 6.0 (3.0) |",
    ]


def test_who_was_not_asked_any_more_is_said_so(run):
    run.rows = [row for row in run.rows if (row.contender, row.size) != ("rebuilt", 20000)]
    assert ratios(run)[-1] == "| 20,000 | over the limit before | 6.0 (3.0) |"


def test_the_picture_is_xml_with_a_line_for_each_who_made_a_step(run):
    run.rows.append(Row("never <ready>", 4000, note="failed"))
    tree = ElementTree.fromstring(chart(run))
    said = {element.text for element in tree.iter() if element.tag.endswith("text")}
    assert {BRUSH, SLIDER, "rebuilt", "deck"} <= said and "never <ready>" not in said
    assert sum(element.tag.endswith("circle") for element in tree.iter()) == 7


def test_a_picture_of_nothing_and_of_one_point_can_be_drawn(run):
    for rows in ([], run.rows[:1]):
        ElementTree.fromstring(chart(Results(run.day, run.machine, rows)))


@given(st.lists(st.floats(0, 500), max_size=9).map(sorted))
def test_names_never_lie_on_each_other(heights):
    found = spread(heights)
    assert len(found) == len(heights) and all(b - a >= 16.9 for a, b in zip(found, found[1:], strict=False))


def test_results_are_read_as_they_were_written(run, tmp_path):
    run.save(tmp_path / "new" / "peers.json")
    assert Results.read(tmp_path / "new" / "peers.json") == run


def test_the_readme_changes_between_its_marks_alone(run):
    text = f"# Atlas\n\n{START}\nold\n{END}\n\n## Next\n"
    new = section(text, run)
    assert new.startswith(f"# Atlas\n\n{START}\n") and new.endswith(f"\n{END}\n\n## Next\n")
    assert "64 (32)" in new and "old" not in new
    assert section(new, run) == new
    with pytest.raises(ValueError, match="README.md has no"):
        section("# Atlas", run)


def test_a_page_that_is_only_a_map_is_held_against_our_map_alone(run):
    run.rows = [Row(name, 400, steps=[300.0], maps=[20.0]) for name in (BRUSH, SLIDER)]
    run.rows += [Row("TimestampedGeoJson, static", 400, steps=[10.0], maps=[5.0]), Row("deck", 400, steps=[600.0])]
    assert ratios(run)[-1] == "| 400 | 0.50 (0.50) | 2.0 (2.0) |"
