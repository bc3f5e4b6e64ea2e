"""The data files made from a view: what is in them, that they agree with the summary, that nothing in them can run."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pyogrio
import pytest
from drawn import curated, likely_views
from hypothesis import given, settings

from geo.citation import bibtex, csl
from geo.export.content import event_records, source_records
from geo.export.formats import DATA, FORMATS, make
from geo.export.order import Order
from geo.export.xlsx import COLUMNS
from geo.library import LIBRARY, Open
from geo.schema import EVENTS
from geo.store import Store
from geo.view import View
from geo.words import t

KML = "{http://www.opengis.net/kml/2.2}"
MADE = date(2024, 2, 1)
AREA = "location_precision"
#: What stands in a hostile or unusual file.
FORMULA, ODD = "=cmd|' /C calc'!A0", "\u202eمالي‏ 🕊 <img src=x onerror=alert(1)> & \u0001 ]]>"


def order(view: View | None = None, **more: Any) -> Order:
    return Order(LIBRARY.open(), view or View(), made=MADE, **more)


@pytest.fixture(scope="module")
def odd() -> Open:
    """The curated data with a title that a spreadsheet would run, and text that markup would choke on."""
    events = curated().events.copy()
    events.loc[0, ["title", "title_fr"]] = FORMULA
    events.loc[1, ["title", "title_fr", "description", "place"]] = ODD
    return Open(Store(replace(curated(), events=events)))


# -- each format, read back as rows of id, low, best, high, precision, whether it is a point -----------------------


def from_csv(content: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def from_xlsx(content: bytes) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


def from_geojson(content: bytes) -> list[dict[str, Any]]:
    return [{**f["properties"], "shape": (f["geometry"] or {}).get("type")} for f in json.loads(content)["features"]]


def from_kml(content: bytes) -> list[dict[str, Any]]:
    found = []
    for mark in ElementTree.fromstring(content).iter(f"{KML}Placemark"):
        if mark.get("id", "").startswith(("site-", "route-")):
            continue
        row = {data.get("name"): data.findtext(f"{KML}value") for data in mark.iter(f"{KML}Data")}
        shape = [kind for kind in ("Point", "Polygon") if mark.find(f"{KML}{kind}") is not None]
        found.append({**row, "shape": shape[0] if shape else None})
    return found


def from_gpkg(content: bytes, table: str = "events") -> list[dict[str, Any]]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    connection.row_factory = sqlite3.Row
    return [dict(row) for row in connection.execute(f'select * from "{table}"')]


READERS: dict[str, Callable[[bytes], list[dict[str, Any]]]] = {
    "csv": from_csv,
    "xlsx": from_xlsx,
    "geojson": from_geojson,
    "kml": from_kml,
    "gpkg": from_gpkg,
}


def total(rows: list[dict[str, Any]], name: str) -> int | None:
    known = [int(row[name]) for row in rows if row.get(name) not in (None, "")]
    return sum(known) if known else None


@given(view=likely_views())
@settings(max_examples=50, deadline=None)
def test_counts_and_deaths_of_every_data_format_are_those_of_the_summary(view: View) -> None:
    ordered = order(view)
    summary = ordered.summary
    for suffix, read in READERS.items():
        rows = read(make(ordered, suffix)[1])
        assert len({row["id"] for row in rows}) == len(rows) == summary.events, suffix
        low, best, high = (total(rows, f"killed_{which}") for which in ("low", "best", "high"))
        assert (low, high) == (summary.killed.low, summary.killed.high), suffix
        assert best == summary.killed.best or summary.killed.best is None, suffix
        unknown = sum(row.get("killed_best") in (None, "") for row in rows)
        assert unknown == summary.killed.unknown, suffix


@pytest.mark.parametrize("suffix", sorted(DATA))
def test_the_same_order_gives_the_same_bytes(suffix: str) -> None:
    assert make(order(), suffix) == make(order(), suffix)


@pytest.mark.parametrize("suffix", sorted(DATA))
def test_a_view_of_nothing_and_of_one_event_are_proper_files(suffix: str) -> None:
    assert READERS[suffix](make(order(View(q="no such words anywhere")), suffix)[1]) == []
    one = READERS[suffix](make(order(View(q="Ogossagou", killed_min=100)), suffix)[1])
    assert [row["id"] for row in one] == ["2019-03-23-ogossagou-attack"]


def test_names_of_files_say_view_and_day() -> None:
    assert make(order(View(region=("Mopti",))), "csv")[0] == "MLI_mopti_20240201.csv"
    assert order(View(region=("Mopti",)), page="16x9").filename("zip") == "MLI_mopti_16x9_20240201.zip"


# -- space -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["geojson", "kml"])
def test_an_area_is_a_disc_and_what_is_off_the_map_has_no_place(suffix: str) -> None:
    rows = READERS[suffix](make(order(), suffix)[1])
    shapes = {precision: {row["shape"] for row in rows if row[AREA] == precision} for precision in ("area", "off_map")}
    assert shapes == {"area": {"Polygon"}, "off_map": {None}}
    assert all(row["location_radius_km"] for row in rows if row["shape"])


def test_map_software_reads_the_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "view.gpkg"
    path.write_bytes(make(order(View(lang="fr")), "gpkg")[1])
    layers = {name: pyogrio.read_info(path, layer=name) for name, _ in pyogrio.list_layers(path)}
    assert {name: info["features"] for name, info in layers.items()} == {
        "events": 429,
        "areas": 28,
        "sites": 83,
        "routes": 13,
        "sources": len(source_records(order(), event_records(order()))),
        "event_sources": len(curated().event_sources),
    }
    assert layers["events"]["crs"] == "EPSG:4326" and layers["sources"]["geometry_type"] is None
    meta, _, geometry, fields = pyogrio.raw.read(path, layer="events")
    values = dict(zip(meta["fields"], fields, strict=True))
    unplaced = {p for p, shape in zip(values[AREA], geometry, strict=True) if shape is None}
    assert unplaced == {"area", "off_map"}
    assert str(values["date_start"].dtype).startswith("datetime64")
    sites = pyogrio.raw.read(path, layer="sites", columns=["name"])[3][0]
    assert "Tombouctou" in set(sites)


def test_map_software_reads_the_kml_with_the_same_count(tmp_path: Path) -> None:
    path = tmp_path / "view.kml"
    path.write_bytes(make(order(View(region=("Gao", "Mopti"))), "kml")[1])
    counts = {name: pyogrio.read_info(path, layer=name)["features"] for name, _ in pyogrio.list_layers(path)}
    events = sum(counts.get(t("en", f"export.folder_{kind}"), 0) for kind in ("points", "areas", "off_map"))
    assert events == order(View(region=("Gao", "Mopti"))).summary.events


def test_kml_says_a_date_no_more_precisely_than_it_is_known_and_asks_nothing_of_the_network() -> None:
    text = make(order(), "kml")[1].decode()
    spans = {mark.findtext(f".//{KML}begin") for mark in ElementTree.fromstring(text).iter(f"{KML}Placemark")}
    known = set(curated().events["date_precision"])
    assert {"month": 7, "year": 4}.keys() & known
    assert {len(span) for span in spans if span} == {{"day": 10, "month": 7, "year": 4}[one] for one in known}
    assert "<href>" not in text


# -- the workbook ----------------------------------------------------------------------------------------------------


def test_the_workbook_has_real_dates_a_header_that_stays_and_a_codebook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(make(order(View(lang="fr")), "xlsx")[1]))
    assert book.sheetnames == ["À propos", "Événements", "Sources", "Dictionnaire"]
    events = book["Événements"]
    assert events.freeze_panes == "A2" and events.auto_filter.ref == "A1:V430"
    assert events["A2"].value.date() == curated().events["date_start"].iloc[0].date()
    months = events["A"][1 + list(curated().events["date_precision"]).index("month")]
    assert months.is_date and months.number_format == "yyyy-mm"
    assert book["Dictionnaire"].max_row == len(COLUMNS) + 1
    said = [row[1] for row in book["À propos"].iter_rows(values_only=True)]
    assert order(View(lang="fr")).sentence in said and curated().version in said
    links = [row[6].hyperlink.target for row in book["Sources"].iter_rows(min_row=2)]
    assert len(links) > 600 and all(link.startswith("http") for link in links)


def test_rows_of_the_workbook_are_as_high_as_their_texts() -> None:
    """Only Excel fits rows to wrapped text by itself; elsewhere lines would lie on each other."""
    book = openpyxl.load_workbook(io.BytesIO(make(order(View(region=("Gao",), lang="fr")), "xlsx")[1]))
    wrapped = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if not (cell.alignment.wrap_text and cell.value):
                    continue
                width = sheet.column_dimensions[cell.column_letter].width
                lines = sum(-(-len(part) // int(width * 1.05)) for part in str(cell.value).split("\n"))
                wrapped += lines > 1
                assert (sheet.row_dimensions[cell.row].height or 15) >= 14 * lines, (sheet.title, cell.coordinate)
    assert wrapped > 50


def test_every_column_of_the_workbook_is_in_the_codebook() -> None:
    known = {column.name: column.meaning for column in EVENTS.columns}
    assert set(COLUMNS) == set(known) - {"title_fr", "description_fr", "place_fr"}
    same = {name for name in COLUMNS if t("en", f"export.meaning_{name}") == known[name]}
    # The others say what is different in a workbook of one language.
    assert set(COLUMNS) - same <= {
        "date_end",
        "title",
        "description",
        "place",
        "lat",
        "lon",
        "killed_best",
        "source_ids",
    }


def test_a_formula_is_text_in_every_table(odd: Open) -> None:
    ordered = replace(order(), opened=odd)
    assert from_csv(make(ordered, "csv")[1])[0]["title"] == f"'{FORMULA}"
    cell = openpyxl.load_workbook(io.BytesIO(make(ordered, "xlsx")[1])).worksheets[1]["D2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)


def test_odd_text_arrives_as_text(odd: Open) -> None:
    ordered = replace(order(), opened=odd)
    assert from_geojson(make(ordered, "geojson")[1])[1]["title"] == ODD
    assert from_gpkg(make(ordered, "gpkg")[1])[1]["title"] == ODD
    marks = list(ElementTree.fromstring(make(ordered, "kml")[1]).iter(f"{KML}Placemark"))
    assert ODD.replace("\u0001", "") in [mark.findtext(f"{KML}name") for mark in marks]


# -- the bundle and its references -----------------------------------------------------------------------------------


def test_the_bundle_holds_every_format_and_says_what_each_is() -> None:
    ordered = order(View(region=("Kidal",), lang="fr"), link="https://atlas.example/?region=Kidal", note="Note d’essai")
    content = make(ordered, "zip")[1]
    bundle = zipfile.ZipFile(io.BytesIO(content))
    assert bundle.testzip() is None
    names = bundle.namelist()
    formats = [make(ordered, suffix)[0] for suffix in FORMATS if suffix in DATA]
    assert set(formats) | {"README.txt", "sources.bib", "sources.csl.json", "view.json"} <= set(names)
    assert len(names) == len(FORMATS) - 1 + 4
    for suffix in DATA:
        name, alone = make(ordered, suffix)
        assert bundle.read(name) == alone
    readme = bundle.read("README.txt").decode("utf-8-sig")
    assert ordered.sentence in readme and "Note d’essai" in readme and "Comment citer" in readme
    assert all(name in readme for name in names if name != "README.txt")
    told = json.loads(bundle.read("view.json"))
    assert told["parameters"] == {"region": ["Kidal"], "lang": ["fr"]}
    assert told["summary"]["events"] == ordered.summary.events
    assert told["data_version"] == curated().version


def test_references_hold_every_source_of_the_view_once() -> None:
    ordered = order(View(region=("Kidal",)))
    sources = source_records(ordered, event_records(ordered))
    ids = [item["id"] for item in csl(sources)]
    assert len(set(ids)) == len(ids) == bibtex(sources).count("@misc{") > 50
    assert sum(source["events"] for source in sources) == sum(len(e["sources"]) for e in event_records(ordered))
    assert bibtex(sources).count("{") == bibtex(sources).count("}")
