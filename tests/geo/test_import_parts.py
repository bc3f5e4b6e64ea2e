"""The parts of importing: places by name, precision as radius, coordinates, figures, and the report's own forms."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.importers import areas, read
from geo.importers.cells import joined, pasted
from geo.importers.coordinates import points
from geo.importers.dates import days
from geo.importers.numbers import count
from geo.importers.placing import find, placed
from geo.importers.report import LISTED, Log, ranges

#: No test here is about speed, and machines pause.
calmly = settings(max_examples=40, deadline=None)


def cells(*values: str, name: str = "x") -> pd.Series:
    return pd.Series(list(values), index=range(2, 2 + len(values)), dtype="str", name=name)


def codes(log: Log) -> list[str]:
    return [block.code for block in log.blocks]


@pytest.mark.parametrize(
    "text, place, exact",
    [
        ("Ogossagou", "Ogossagou", True),
        ("Ogossogou village", "Ogossagou", True),
        ("TOMBOUCTOU", "Timbuktu", True),
        ("Timbuktu town", "Timbuktu", True),
        ("Diabally", "Diabaly", False),
        ("10 km from Gao", "Gao", True),
        ("Atlantis", None, None),
        ("", None, None),
    ],
)
def test_places_are_found_exactly_or_nearly(text: str, place: str | None, exact: bool | None) -> None:
    found = find(text)
    assert (found and found.place.name) == place
    assert (found and found.exact) == exact


def test_a_place_of_another_region_is_not_meant() -> None:
    assert find("Gao", "Kayes") is None


def where(**values: object) -> pd.DataFrame:
    row = {"place": "", "admin1": "", "admin2": "", "lat": None, "lon": None, "hint": "", "radius": None} | values
    frame = pd.DataFrame([row], index=[2])
    text = {name: "str" for name in ("place", "admin1", "admin2", "hint")}
    return frame.astype(text | dict.fromkeys(("lat", "lon", "radius"), "float64"))


@pytest.mark.parametrize(
    "values, precision, region, code",
    [
        ({"place": "Gao"}, "locality", "Gao", "placed_by_name"),
        ({"place": "Diabally"}, "locality", "Ségou", "place_close"),
        ({"place": "Nowhere", "admin2": "Cercle de Bankass"}, "area", "Mopti", "placed_by_cercle"),
        ({"place": "Nowhere", "admin1": "Région de Tombouctou"}, "area", "Timbuktu", "placed_by_region"),
        ({"place": "Nowhere", "admin1": "Douentza"}, "area", "Mopti", "region_new"),
        ({"place": "Ménaka", "admin1": "Gao", "admin2": "Ménaka"}, "locality", "Ménaka", "region_moved"),
        ({"place": "Nowhere"}, "off_map", "", "unplaced"),
        ({"place": "Gao", "hint": "off_map"}, "off_map", "", "place_exact"),
    ],
)
def test_an_event_without_a_point_is_placed_and_that_is_said(
    values: dict[str, str], precision: str, region: str, code: str
) -> None:
    log = Log()
    event = placed(where(**values), log, {"place": "Lieu"}).iloc[0]
    assert (event["location_precision"], event["region"]) == (precision, region)
    assert code in codes(log)
    assert pd.isna(event["lat"]) == (precision == "off_map") == pd.isna(event["location_radius_km"])


def test_a_point_of_the_file_never_moves() -> None:
    event = placed(where(place="Gao", lat=15.0, lon=-2.95), Log(), {}).iloc[0]
    assert (event["lat"], event["lon"], event["region"]) == (15.0, -2.95, "Mopti")
    assert event["place"] == "Gao"  # 300 km from ours: the name stays the file's, and so does the point


@calmly
@given(st.sampled_from(areas._CERCLES))
def test_the_circle_of_a_cercle_lies_in_its_region(cercle: tuple[str, str, float, float, float]) -> None:
    name, region, lat, lon, radius = cercle
    found = areas.cercle(f"Cercle de {name}")
    assert found is not None and (found.region, found.radius) == (region, radius)
    at = areas.regions_at(pd.Series([lat]), pd.Series([lon])).item()
    assert at == region or radius > 80  # the middle of a large circle may lie across a bend of the limit


@pytest.mark.parametrize(
    "lat, lon, region, point, code",
    [
        ("14.52", "-4.1", "", (14.52, -4.1), None),
        ("14,52", "-4,1", "", (14.52, -4.1), "decimal_comma"),
        ("-4.1", "14.52", "", (14.52, -4.1), "swapped"),
        ("14.52", "4.1", "Mopti", (14.52, -4.1), "unsigned"),
        ("14°31'12\"N", "4°06'00\"O", "", (14.52, -4.1), "dms"),
        ("0", "0", "", None, "null_island"),
        ("48.85", "2.35", "", None, "outside"),
        ("14.52", "", "", None, "half_a_point"),
        ("", "", "", None, "point_missing"),
        ("north", "west", "", None, "no_point"),
    ],
)
def test_points_are_read_mended_or_left_out(
    lat: str, lon: str, region: str, point: tuple[float, float] | None, code: str | None
) -> None:
    log = Log()
    north, east = points(cells(lat, name="lat"), cells(lon, name="lon"), cells(region), log)
    if point is None:
        assert north.isna().all() and east.isna().all()
    else:
        assert (round(north.item(), 6), round(east.item(), 6)) == point
    assert code in codes(log) if code else codes(log) == []


@calmly
@given(st.floats(10.2, 24.9), st.floats(-12.2, 4.2))
def test_decimal_points_and_commas_mean_the_same(lat: float, lon: float) -> None:
    written = (f"{lat:.5f}", f"{lon:.5f}")
    plain = points(cells(written[0]), cells(written[1]), cells(""), Log())
    comma = points(cells(written[0].replace(".", ",")), cells(written[1].replace(".", ",")), cells(""), Log())
    assert [part.item() for part in plain] == pytest.approx([part.item() for part in comma], nan_ok=True)


@calmly
@given(st.dates(pd.Timestamp("1990-01-01").date(), pd.Timestamp("2024-12-31").date()))
@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%Y%m%d", "%B %d, %Y", "%d-%b-%Y"])
def test_each_way_of_writing_a_day_is_read(form: str, day: pd.Timestamp) -> None:
    # A second date settles the order of the column.
    found, known = days(cells(day.strftime(form), pd.Timestamp("2019-03-23").strftime(form)), Log())
    assert (found.iloc[0].date(), known.iloc[0]) == (day, "day")


@pytest.mark.parametrize(
    "text", ["", "31/02/2019", "32/01/2019", "2019-13-01", "0000-00-00", "9999-01-01", "soon", "1"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert days(cells(text), Log())[0].isna().all()


@calmly
@given(st.text(max_size=20))
def test_counts_are_never_guessed(text: str) -> None:
    found = count(text)
    assert found is None or (0 <= found <= 1_000_000 and any(c.isdigit() for c in text))


@calmly
@given(st.lists(st.lists(st.sampled_from(["", "a", "é b", " "]), min_size=3, max_size=3), max_size=5))
def test_text_is_joined_row_by_row(table: list[list[str]]) -> None:
    columns = [
        pd.Series([row[place] for row in table], index=range(2, len(table) + 2), dtype="str") for place in range(3)
    ]
    said = joined(columns, " – ")
    assert said.tolist() == [" – ".join(cell for cell in row if cell) for row in table]
    assert said.index.tolist() == columns[0].index.tolist()
    assert pasted(["<", columns[0], columns[1], ">"], columns[0]).tolist() == [f"<{a}{b}>" for a, b, _ in table]
    assert pasted(["same"], columns[0]).tolist() == ["same"] * len(table)


def test_progress_goes_forward_to_the_end() -> None:
    told: list[float] = []
    rows = "".join(f"2019-03-23,Gao,attack {n}\n" for n in range(45_000))
    imported = read(f"date,place,type\n{rows}".encode(), progress=told.append)
    assert imported.report.kept == 45_000
    assert told == sorted(told) and len(told) >= 3 and told[-1] == 1.0


def test_a_long_finding_is_listed_shortly_and_downloaded_whole() -> None:
    log = Log()
    rows = range(2, 2 + LISTED + 50)
    log.rows("no_date", rows, action="refused", column="date", cells=["=soon"] * len(rows))
    report = log.done("table", len(rows) + 1, 1)
    assert len(report.problems) == LISTED + 1
    assert report.problems[0].row is None and "202–251" in report.problems[0].said("fr")[0]
    table = list(csv.reader(io.StringIO(report.csv_text("fr"))))
    assert len(table) == 1 + len(rows)
    assert table[1][2] == "'=soon"  # harmless in a spreadsheet
    assert (report.read, report.kept, report.refused) == (len(rows) + 1, 1, len(rows))


@calmly
@given(st.sets(st.integers(2, 60), min_size=1))
def test_ranges_name_every_row_once(rows: set[int]) -> None:
    found: list[int] = []
    for part in ranges(sorted(rows)).split(", "):
        first, _, last = part.partition("–")
        found += range(int(first), int(last or first) + 1)
    assert found == sorted(rows)
