"""Tables of anybody and of the Atlas itself, in every container: guessed columns, corrections, each guess said."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook

from geo import records
from geo.dataset import FOLDER, Dataset
from geo.export.formats import make
from geo.export.order import Order
from geo.importers import Imported, ImportRefusedError, read, recognise, suggest, xlsx
from geo.library import Open
from geo.view import View
from geo.words import LANGUAGES, Language

BOUNDARIES = Path(__file__).resolve().parents[3] / "shared" / "data" / "boundaries"
TABLE = """Tableau des incidents;;;;;;;
Date;Lieu;Région;Latitude;Longitude;Tués;Type d'incident;Observations
05/06/2019;Ogossogou;Mopti;13,97;-3,49;12;Attaque;Attaque d'un village, civils tués
23/06/19;Tombouctou;Tombouctou;;;"1 204";Accrochage;
13/07/2019;Douentza;;-2,95;15,00;;Embuscade;Convoi de la MINUSMA
14/07/2019;;Ménaka;;;2;Réunion;Réunion du comité
15/07/2019;Gao;Gao;16,27;0,04;2;Zzz;
"""


def codes(imported: Imported) -> set[str]:
    return {block.code for block in imported.report.blocks}


def book(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_french_spreadsheet_is_understood_and_every_guess_is_said(encoding: str) -> None:
    imported = read(TABLE.encode(encoding))
    events = imported.events
    assert (imported.kind, imported.report.read, imported.report.kept) == ("table", 5, 4)
    assert events["date_start"].dt.strftime("%d/%m/%Y").tolist() == [
        *("05/06/2019", "23/06/2019", "13/07/2019", "14/07/2019"),
    ]
    assert events["category"].tolist() == ["attack_on_civilians", "armed_clash", "attack_on_mission", "politics"]
    assert events["place"].tolist() == ["Ogossagou", "Timbuktu", "Douentza", "Ménaka"]
    assert events["place_fr"].tolist() == ["Ogossagou", "Tombouctou", "Douentza", "Ménaka"]
    assert events["killed_best"].tolist() == [12, 1204, pd.NA, 2]
    assert events.loc[2, ["lat", "lon"]].tolist() == [15.0, -2.95]
    assert {"above", "day_first", "short_year", "decimal_comma", "swapped", "placed_by_name", "no_kind"} <= codes(
        imported
    )
    assert {"field_name", "type_is", "radius_unsaid", "one_language", "ids_made"} <= codes(imported)
    assert ("encoding" in codes(imported)) == (encoding != "utf-8")


def test_ids_made_do_not_depend_on_the_order_of_rows() -> None:
    lines = TABLE.splitlines()
    turned = "\n".join([*lines[:2], *reversed(lines[2:])])
    assert read(turned.encode()).events["id"].tolist() == read(TABLE.encode()).events["id"].tolist()


def test_a_user_corrects_what_is_guessed() -> None:
    content = b"when,where,perished,sort\n2019-03-23,Gao,3,alpha\n2019-03-24,Kidal,,beta\n"
    guessed = suggest(content)
    assert (guessed.kind, guessed.mapping) == ("table", {"date": "when", "place": "where"})
    assert guessed.samples["where"] == ("Gao", "Kidal")
    with pytest.raises(ImportRefusedError, match="what kind of events"):
        read(content)
    imported = read(content, mapping={"killed": "perished", "category": "=armed_clash", "title": "sort"})
    assert imported.events["killed_best"].tolist() == [3, pd.NA]
    assert imported.events["title"].tolist() == ["alpha", "beta"]
    assert "field_chosen" in codes(imported)


@pytest.mark.parametrize(
    "mapping, said",
    [
        ({"wrong": "when"}, "wrong is not something"),
        ({"killed": "nothing"}, "no column nothing"),
        ({"category": "=riot"}, "riot is not a kind"),
        ({"date": ""}, "No column of dates"),
    ],
)
def test_a_wrong_correction_is_refused(mapping: dict[str, str], said: str) -> None:
    with pytest.raises(ImportRefusedError, match=said):
        read(b"when,where\n2019-03-23,Gao\n2019-03-24,Kidal\n", mapping=mapping)


@pytest.mark.parametrize(
    "first, second, day", [("05/06/2019", "13/06/2019", "2019-06-05"), ("05/06/2019", "06/13/2019", "2019-05-06")]
)
def test_day_and_month_are_told_apart_by_the_column(first: str, second: str, day: str) -> None:
    imported = read(f"date,place,type\n{first},Gao,attack\n{second},Gao,attack\n".encode())
    assert imported.events["date_start"].min() == pd.Timestamp(day)
    assert {"day_first", "month_first"} & codes(imported)


def test_a_date_that_nothing_decides_is_said_to_be_a_choice() -> None:
    assert "order_unclear" in codes(read(b"date,place,type\n05/06/2019,Gao,attack\n01/02/2019,Gao,fight\n"))


def test_hxl_tags_say_what_a_column_holds() -> None:
    imported = read(b"a,b,c\n#date,#loc+name,#event+type\n2019-03-23,Gao,attack\n")
    assert imported.events["place"].tolist() == ["Gao"]
    assert {"tags", "field_tag"} <= codes(imported)


def test_the_events_csv_of_the_atlas_comes_back_unchanged(curated: Dataset) -> None:
    own = records.csv_text(records.event_records(curated, curated.events)).encode()
    for content in (own, (FOLDER / "events.csv").read_bytes()):
        imported = read(content)
        assert imported.kind == "atlas"
        pd.testing.assert_frame_equal(imported.events, curated.events)


def test_the_geojson_of_the_atlas_comes_back(curated: Dataset) -> None:
    collection = records.geojson(records.event_records(curated, curated.events), "x")
    imported = read(json.dumps(collection).encode())
    columns = [name for name in curated.events if name not in ("lat", "lon")]
    pd.testing.assert_frame_equal(imported.events[columns], curated.events[columns])
    apart = (imported.events[["lat", "lon"]] - curated.events[["lat", "lon"]]).abs().max().max()
    assert apart < 0.001  # an area comes back from its disc


def test_geojson_of_anybody_is_placed_by_its_geometry() -> None:
    line = {"type": "LineString", "coordinates": [[-4.2, 14.5], [-2.95, 15.0]]}
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"date": "2019-03-23", "type": "combat"}}
        for geometry in ({"type": "Point", "coordinates": [-0.04, 16.27]}, line, None)
    ]
    imported = read(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    events = imported.events.sort_values("location_radius_km")
    assert imported.kind == recognise(json.dumps({"features": features}).encode(), "x.csv") == "geojson"
    assert events["region"].tolist() == ["Gao", "Mopti", ""]
    assert events["location_radius_km"].dropna().tolist() == [5, 73]


@pytest.mark.parametrize(
    "content, said",
    [
        (b'{"type": "FeatureCollection", "features": [', "not valid"),
        (b'{"type": "FeatureCollection", "features": []}', "no GeoJSON features"),
        (b'{"crs": "EPSG:32630", "features": [{"properties": {"date": "2019-01-01"}}]}', "EPSG:32630"),
        (b"[" * 100_000, "not valid"),
    ],
)
def test_what_is_no_geojson_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(ImportRefusedError, match=said):
        read(content)


def test_boundaries_are_no_events() -> None:
    if not BOUNDARIES.is_dir():
        pytest.skip("the official boundaries are not here: they stay with their publisher")
    with pytest.raises(ImportRefusedError, match="No column of dates"):
        read(BOUNDARIES / "cercles_2015.geojson")


def test_a_workbook_is_read_from_the_sheet_with_the_table() -> None:
    rows = [
        ["Tableau"],
        ["Date", "Lieu", "Type", "Tués"],
        [datetime(2019, 3, 23), "Ogossogou", "Attaque contre des civils", 157.0],
        [datetime(2019, 4, 5, 13, 30), "Gao", "Affrontement", "=1+1"],
    ]
    imported = read(book(("Lisez-moi", [["Note"]]), ("Données", rows)))
    assert imported.events["killed_best"].tolist() == [157, pd.NA]
    assert imported.events["date_start"].dt.day.tolist() == [23, 5]
    assert {"other_sheets", "above", "unreckoned"} <= codes(imported)
    assert [problem.row for problem in imported.report.problems if problem.code == "unreckoned"] == [4]


def test_a_zip_with_one_table_is_unpacked() -> None:
    table = b"date,place,type\n2019-03-23,Gao,attack\n"
    imported = read(zipped(ged231_csv=table, readme_md=b"x"))
    assert imported.report.kept == 1 and "unzipped" in codes(imported)
    with pytest.raises(ImportRefusedError, match="holds 2 tables"):
        read(zipped(a_csv=table, b_csv=table))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=b"0" * 60_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(ImportRefusedError, match="would unpack to 60 MB"):
        read(bomb)
    monkeypatch.setattr(xlsx, "MOST_CELLS", 5)
    with pytest.raises(ImportRefusedError, match="more than 5 cells"):
        read(book(("Sheet", [["date", "place"], ["2019-01-01", "Gao"], ["2019-01-02", "Gao"]])))


def test_a_damaged_workbook_is_refused() -> None:
    whole = book(("Sheet", [["date", "place", "type"], ["2019-01-01", "Gao", "attack"]]))
    for damaged in (whole[: len(whole) // 2], whole[:200] + b"\0" * 200 + whole[400:]):
        with pytest.raises(ImportRefusedError, match="damaged|can't be read"):
            read(damaged)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_of_the_atlas_comes_back(opened: Open, curated: Dataset, language: Language) -> None:
    imported = read(make(Order(opened, View(lang=language)), "xlsx")[1])
    suffix = "_fr" if language == "fr" else ""
    assert imported.kind == "atlas"
    same = ["id", "date_start", "date_end", "date_precision", "category", "lat", "lon", "location_precision"]
    same += ["location_radius_km", "region", "killed_low", "killed_best", "killed_high", "injured", "verification"]
    pd.testing.assert_frame_equal(imported.events[same], curated.events[same])
    assert imported.events["title"].tolist() == curated.events[f"title{suffix}"].tolist()
    assert "one_language" in codes(imported) and "blank_text" not in codes(imported)


def test_victims_are_not_taken_for_killed() -> None:
    assert "killed" not in suggest(b"date,lieu,victimes\n2019-03-23,Gao,7\n").mapping


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_that_unfold_are_refused_in_every_part_of_a_workbook(part: str) -> None:
    entities = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    good = book(("Sheet", [["date", "place", "type"], ["2019-01-01", "Gao", "attack"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            head, mark, rest = text.rpartition(b"?>")
            new.writestr(name, head + mark + entities + rest if name == part else text)
        if part not in old.namelist():
            new.writestr(part, entities)
    with pytest.raises(ImportRefusedError, match="DOCTYPE"):
        read(out.getvalue())


def test_the_kind_of_events_is_found_in_what_cells_say_where_no_name_tells() -> None:
    table = "Quand;Où;Ce qui s'est passé;Force\n" + "".join(
        f"{day}/03/2019;Gao;{what};{who}\n"
        for day, what, who in (
            (21, "Attaque contre des civils", "Dozos"),
            (22, "Engin explosif", "JNIM"),
            (23, "Affrontement armé", "FAMa"),
        )
    )
    imported = read(table.encode())
    assert imported.events["category"].tolist() == ["attack_on_civilians", "armed_clash", "armed_clash"]
    said = [sentence for sentence in imported.report.sentences("en") if "Ce qui s'est passé" in sentence]
    assert any("the kind of event, by what its cells look like" in sentence for sentence in said)


@pytest.mark.parametrize(
    "cells",
    [
        ["Barkhane", "FAMa", "Dozos"],  # those who act: one of three could be read as a kind
        ["Story of an attack. " * 6] * 3,
        ["", "", ""],
    ],
)
def test_a_column_that_names_no_kinds_is_not_taken_for_one(cells: list[str]) -> None:
    table = "Quand,Où,Autre\n" + "".join(f"2{n}/03/2019,Gao,{cell}\n" for n, cell in enumerate(cells, start=1))
    with pytest.raises(ImportRefusedError) as error:
        read(table.encode())
    assert error.value.code == "no_kind_at_all"
