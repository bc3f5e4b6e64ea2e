"""UCDP GED: the real export reaches the figures that its publisher gives, and its traps are said."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.dataset import EVENT_COLUMNS, Dataset
from geo.importers import Imported, ImportRefusedError, read, recognise
from geo.importers.ucdp import COLUMNS
from geo.model import CATEGORIES, PRECISIONS, REGIONS

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ucdp_ged_mali_country_export.csv"
ROW = {
    "id": "530102",
    "year": "2019",
    "type_of_violence": "1",
    "side_a": "Government of Mali",
    "side_b": "JNIM",
    "where_prec": "1",
    "where_coordinates": "Tombouctou town",
    "adm_1": "Tombouctou region",
    "adm_2": "Tombouctou cercle",
    "latitude": "16.7735",
    "longitude": "-3.0074",
    "country": "Mali",
    "country_id": "432",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2019-03-23 00:00:00.000",
    "date_end": "2019-03-24 00:00:00.000",
    "best": "3",
    "high": "4",
    "low": "2",
}


def file(*rows: dict[str, str], names: tuple[str, ...] = COLUMNS, end: str = "\n") -> bytes:
    lines = [",".join(names), *(",".join(f'"{(ROW | row).get(name, "")}"' for name in names) for row in rows)]
    return (end.join(lines) + end).encode()


def codes(imported: Imported) -> set[str]:
    return {block.code for block in imported.report.blocks}


@pytest.fixture(scope="module")
def real() -> Imported:
    if not REAL.is_file():
        pytest.skip("the real UCDP export is not here: it stays with its publisher")
    return read(REAL)


def test_the_real_export_reaches_its_figures(real: Imported) -> None:
    assert (real.kind, real.report.read, real.report.kept) == ("ucdp", 2120, 2120)
    events = real.events[real.events["date_start"].dt.year.between(2012, 2023)]
    assert len(events) == 1998
    assert events[["killed_best", "killed_low", "killed_high"]].sum().tolist() == [13646, 13141, 17334]
    assert events["id"].is_unique
    assert events["lat"].dropna().between(10, 25).all()
    assert events["lon"].dropna().between(-12, 4.5).all()


def test_the_traps_of_the_real_export_are_said(real: Imported) -> None:
    assert {"trailing", "month_first", "invisible", "formula", "range", "range_sum", "place_close_by"} <= codes(real)
    odd = [problem for problem in real.report.problems if problem.code == "range"]
    assert len(odd) == 23
    assert {problem.row for problem in odd if problem.value == "6–6–4"} == {178}
    told = real.events.loc[real.events["id"] == "ucdp-507622", "description"].item()
    assert "contradict" in told


def test_the_events_have_the_form_of_the_curated_ones(real: Imported, curated: Dataset) -> None:
    assert tuple(real.events.columns) == EVENT_COLUMNS
    assert real.events.dtypes.to_dict() == curated.events.dtypes.to_dict()
    assert set(real.events["category"]) <= set(CATEGORIES)
    assert set(real.events["location_precision"]) <= set(PRECISIONS)
    placed = real.events[real.events["location_precision"] != "off_map"]
    assert set(placed["region"]) <= set(REGIONS)
    assert placed[["lat", "lon", "location_radius_km"]].notna().all(axis=None)
    off = real.events[real.events["location_precision"] == "off_map"]
    assert off[["lat", "lon", "location_radius_km"]].isna().all(axis=None)
    assert (off["region"] == "").all()
    text = ["title", "title_fr", "description", "description_fr", "place", "place_fr", "actors"]
    assert (real.events[text] != "").all(axis=None)


def test_a_row_becomes_an_event_in_both_languages() -> None:
    event = read(file({})).events.iloc[0]
    assert (event["id"], event["category"], event["group"]) == ("ucdp-530102", "armed_clash", "violence")
    assert event["title"] == "State-based violence: Government of Mali – JNIM"
    assert event["title_fr"] == "Violence impliquant l’État\u00a0: Gouvernement malien – JNIM"
    assert (event["place"], event["place_fr"], event["region"]) == ("Timbuktu", "Tombouctou", "Timbuktu")
    assert (event["date_start"], event["date_end"]) == (pd.Timestamp("2019-03-23"), pd.Timestamp("2019-03-24"))
    assert (event["killed_low"], event["killed_best"], event["killed_high"]) == (2, 3, 4)
    assert pd.isna(event["injured"])
    assert event["actors"] == "Government of Mali; JNIM"


@pytest.mark.parametrize(
    "precision, expected, radius",
    [("1", "locality", 2), ("2", "locality", 25), ("3", "area", 225), ("4", "area", 350), ("6", "off_map", None)],
)
def test_where_prec_becomes_precision_and_radius(precision: str, expected: str, radius: float | None) -> None:
    event = read(file({"where_prec": precision})).events.iloc[0]
    assert event["location_precision"] == expected
    assert pd.isna(event["location_radius_km"]) if radius is None else event["location_radius_km"] == radius


def test_other_countries_and_repeated_ids_are_not_kept() -> None:
    rows = [{}, {"id": "2", "country": "Niger", "country_id": "436"}, {}, {"best": "9", "high": "9"}]
    report = read(file(*rows)).report
    assert (report.read, report.kept, report.refused, report.left_out, report.events) == (4, 1, 3, 1, 1)
    assert {"other_country", "row_twice", "id_twice"} <= {block.code for block in report.blocks}


def test_shifted_fields_are_refused() -> None:
    names = tuple(name for name in COLUMNS if name != "year")
    content = file({}).replace(",".join(COLUMNS).encode(), ",".join(names).encode())
    with pytest.raises(ImportRefusedError, match="nothing shows which column"):
        read(content)
    swapped = (*COLUMNS[:1], COLUMNS[2], COLUMNS[1], *COLUMNS[3:])
    content = file({}).replace(",".join(COLUMNS).encode(), ",".join(swapped).encode())
    with pytest.raises(ImportRefusedError, match="do not hold what their names say"):
        read(content)


def test_it_is_recognised_by_its_contents() -> None:
    assert recognise(file({}), "acled.csv") == "ucdp"
