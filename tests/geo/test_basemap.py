"""The embedded basemap is what its provenance says, and agrees with the Atlas's data."""

import csv
import hashlib
import itertools
import json
import math
import shutil
from pathlib import Path

import pytest

from geo import basemap
from geo.basemap.online import online
from geo.errors import AtlasError, DataError, NotFoundError
from geo.model import REGIONS

DATA = Path(__file__).parents[2] / "data"
PROVENANCE = json.loads((basemap.FOLDER / "provenance.json").read_text(encoding="utf-8"))


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def positions(coordinates):
    if isinstance(coordinates[0], int | float):
        yield coordinates
    else:
        for part in coordinates:
            yield from positions(part)


def polygons(geometry):
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def lines(geometry):
    return [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]


def in_ring(x, y, ring):
    inside = False
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


def km_to_line(x, y, line):
    """Distance of a point to a line in km, flat around the point."""
    wide, high = 111.32 * math.cos(math.radians(y)), 111.32
    best = math.inf
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        ax, ay, bx, by = (x0 - x) * wide, (y0 - y) * high, (x1 - x) * wide, (y1 - y) * high
        length = (bx - ax) ** 2 + (by - ay) ** 2
        along = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / length))
        best = min(best, math.hypot(ax + along * (bx - ax), ay + along * (by - ay)))
    return best


def km_outside(x, y, geometry):
    """How far a point lies outside a polygon, in km; 0 inside."""
    for rings in polygons(geometry):
        if in_ring(x, y, rings[0]) and not any(in_ring(x, y, hole) for hole in rings[1:]):
            return 0.0
    return min(km_to_line(x, y, ring) for rings in polygons(geometry) for ring in rings)


def edges(geometry):
    for rings in polygons(geometry):
        for ring in rings:
            yield from (frozenset(map(tuple, pair)) for pair in itertools.pairwise(ring))


def features(layer, **wanted):
    return [
        feature
        for feature in basemap.geojson(layer)["features"]
        if all(feature["properties"].get(key) == value for key, value in wanted.items())
    ]


@pytest.mark.parametrize("name", basemap.NAMES)
def test_a_layer_is_the_one_that_was_built(name):
    layer = basemap.layers()[name]
    assert hashlib.sha256(layer.path.read_bytes()).hexdigest() == layer.sha256
    assert len(basemap.geojson(name)["features"]) == layer.features > 0


@pytest.mark.parametrize("name", basemap.NAMES)
def test_a_layer_says_where_it_comes_from(name):
    entry = PROVENANCE["layers"][name]
    assert entry["licence"] and entry["attribution"] and entry["derivation"]
    assert entry["sources"]
    for source in entry["sources"]:
        assert all(source[key] for key in ("registry", "package", "version", "path", "data", "licence", "attribution"))
        assert source["attribution"] in basemap.attribution()


def test_every_layer_is_listed_and_no_file_is_left_over():
    assert set(PROVENANCE["layers"]) == set(basemap.NAMES)
    assert {path.name for path in (basemap.FOLDER / "layers").iterdir()} == {f"{n}.geojson" for n in basemap.NAMES}
    assert basemap.missing() == ()


def test_the_layers_load_quickly_on_a_bad_link():
    assert sum(layer.path.stat().st_size for layer in basemap.layers().values()) < 350 * 1024


@pytest.mark.parametrize("name", basemap.NAMES)
def test_geometry_lies_in_the_frame_with_four_decimals_at_most(name):
    west, south, east, north = PROVENANCE["frame"]
    for feature in basemap.geojson(name)["features"]:
        for x, y in positions(feature["geometry"]["coordinates"]):
            assert west <= x <= east and south <= y <= north
            assert x == round(x, 4) and y == round(y, 4)


@pytest.mark.parametrize("name", ["country", "neighbours", "regions", "regions_click", "water"])
def test_rings_are_closed_and_enclose_something(name):
    for feature in basemap.geojson(name)["features"]:
        for rings in polygons(feature["geometry"]):
            for ring in rings:
                assert ring[0] == ring[-1] and len(ring) >= 4


def test_mali_and_its_neighbours_share_every_point_of_their_boundary():
    mali = set(edges(features("country")[0]["geometry"]))
    others = [edge for feature in features("neighbours", borders_mali=True) for edge in edges(feature["geometry"])]
    assert mali <= set(others)


def test_boundary_lines_are_drawn_once_and_leave_out_the_coast():
    pieces = [
        frozenset(map(tuple, pair))
        for feature in features("borders")
        for line in lines(feature["geometry"])
        for pair in itertools.pairwise(line)
    ]
    assert len(pieces) == len(set(pieces))
    owners = {}
    for name in ("country", "neighbours"):
        for feature in features(name):
            for edge in edges(feature["geometry"]):
                owners[edge] = owners.get(edge, 0) + 1
    assert all(owners[piece] == 2 for piece in pieces)
    mali = set(edges(features("country")[0]["geometry"]))
    assert mali <= set(pieces)


def test_the_limits_are_inside_the_country_and_drawn_once():
    mali = set(edges(features("country")[0]["geometry"]))
    pieces = [
        frozenset(map(tuple, pair))
        for feature in features("limits")
        for line in lines(feature["geometry"])
        for pair in itertools.pairwise(line)
    ]
    assert len(pieces) == len(set(pieces))
    assert not mali & set(pieces)
    regions = [set(edges(feature["geometry"])) for feature in features("regions")]
    assert all(sum(piece in region for region in regions) == 2 for piece in pieces)


def test_every_region_can_be_clicked():
    assert tuple(f["properties"]["region"] for f in features("regions_click")) == REGIONS
    indicative = {f["properties"]["region"] for f in features("regions_click", indicative=True)}
    assert indicative == {"Gao", "Ménaka", "Timbuktu", "Taoudénit"}
    french = {f["properties"]["region"]: f["properties"]["region_fr"] for f in features("regions_click")}
    assert french["Timbuktu"] == "Tombouctou"


def test_the_lines_of_the_new_regions_are_said_to_be_indicative():
    for feature in features("regions_indicative"):
        assert feature["properties"]["indicative"] is True
        assert "not a boundary" in feature["properties"]["note"]
    assert len(features("regions_indicative", kind="line")) == 2
    labels = {
        f["properties"]["region"]: f["geometry"]["coordinates"] for f in features("regions_indicative", kind="label")
    }
    for region, (x, y) in labels.items():
        assert km_outside(x, y, features("regions_click", region=region)[0]["geometry"]) == 0
    assert set(labels) == {"Ménaka", "Taoudénit"}


@pytest.mark.parametrize("table", ["sites.csv", "events.csv"])
def test_what_the_data_place_in_a_region_falls_in_it(table):
    regions = {f["properties"]["region"]: f["geometry"] for f in features("regions_click")}
    strays = [
        (row["id"], row["region"])
        for row in rows(table)
        if row["region"]
        and row["lat"]
        and km_outside(float(row["lon"]), float(row["lat"]), regions[row["region"]]) > 15
    ]
    assert strays == []


def test_sites_of_the_split_regions_fall_on_the_right_side_of_the_indicative_lines():
    regions = {f["properties"]["region"]: f["geometry"] for f in features("regions_click")}
    pairs = {"Gao": "Ménaka", "Ménaka": "Gao", "Timbuktu": "Taoudénit", "Taoudénit": "Timbuktu"}
    for row in rows("sites.csv") + rows("events.csv"):
        if row["lat"] and row["region"] in pairs:
            assert km_outside(float(row["lon"]), float(row["lat"]), regions[pairs[row["region"]]]) > 0, row["id"]


def test_the_niger_runs_without_a_gap_from_guinea_to_niger_through_the_towns_on_its_banks():
    niger = max(lines(features("rivers", name="Niger")[0]["geometry"]), key=len)
    stops = [
        (-9.17, 11.4),  # Siguiri in Guinea
        (-8.0, 12.63),  # Bamako
        (-6.26, 13.45),  # Ségou
        (-4.19, 14.49),  # Mopti
        (-3.4, 16.26),  # Diré
        (-3.01, 16.68),  # Timbuktu's port
        (-0.35, 16.95),  # Bourem
        (-0.05, 16.27),  # Gao
        (0.5, 15.66),  # Ansongo
        (2.11, 13.51),  # Niamey
    ]
    assert [stop for stop in stops if km_to_line(*stop, niger) > 8] == []
    nearest = [min(range(len(niger)), key=lambda i, s=stop: math.dist(niger[i], s)) for stop in stops]
    assert nearest in (sorted(nearest), sorted(nearest, reverse=True))
    in_mali = [point for point in niger if point[1] > 12.3 and point[0] < 0.6]
    assert max(math.dist(a, b) for a, b in itertools.pairwise(in_mali)) < 0.25


def test_rivers_have_clean_names_in_both_languages():
    for feature in features("rivers"):
        properties = feature["properties"]
        assert properties["rank"] in (1, 2, 3)
        assert properties["channel"] or (properties["name"] and properties["name_fr"])
        assert "?" not in f"{properties['name']}{properties['name_fr']}"
    assert [f["properties"]["name"] for f in features("rivers", rank=1)] == ["Niger"]
    assert features("rivers", name_fr="Sénégal")[0]["properties"]["rank"] == 2


def test_named_lakes_carry_a_label_in_the_lake_or_on_its_island():
    names = {f["properties"]["name_fr"] for f in features("water")}
    assert {"Lac Faguibine", "Lac Débo", "Lac Niangay", "Lac Do"} <= names
    for feature in features("water"):
        if feature["properties"]["name"]:
            x, y = feature["properties"]["label"]
            assert km_outside(x, y, feature["geometry"]) < 2


@pytest.mark.parametrize("table", ["sites.csv", "events.csv"])
def test_every_cercle_of_the_data_has_a_seat(table):
    seats = {f["properties"]["seat_of"] for f in features("towns")}
    assert {row["cercle"] for row in rows(table) if row["cercle"]} <= seats


def test_a_town_that_is_a_site_stands_where_the_site_stands():
    sites = {row["id"]: row for row in rows("sites.csv")}
    shared = [f for f in features("towns") if f["properties"]["site"]]
    assert len(shared) > 15
    for feature in shared:
        site = sites[feature["properties"]["site"]]
        assert feature["properties"]["name"] == site["name"]
        assert feature["geometry"]["coordinates"] == pytest.approx([float(site["lon"]), float(site["lat"])], abs=1e-4)


def test_towns_are_ranked_and_foreign_ones_marked():
    assert [f["properties"]["name"] for f in features("towns", rank=1)] == ["Bamako"]
    capitals = {f["properties"]["name"] for f in features("towns", rank=2)}
    assert {"Mopti", "Timbuktu", "Gao", "Kidal", "Ménaka"} <= capitals
    assert {f["properties"]["name"] for f in features("towns", foreign=True)} >= {
        "Niamey",
        "Ouagadougou",
        "Tamanrasset",
    }
    assert all(f["properties"]["rank"] == 4 for f in features("towns", foreign=True))
    assert all(f["properties"]["population"] != 0 for f in features("towns"))  # unknown is blank, never 0


@pytest.mark.parametrize("name", ["neighbours", "regions", "regions_click"])
def test_labels_stand_in_what_they_name(name):
    for feature in features(name):
        if feature["properties"]["label"]:
            assert km_outside(*feature["properties"]["label"], feature["geometry"]) < 5


def test_the_bounds_of_a_region_enclose_its_sites():
    for row in rows("sites.csv"):
        west, south, east, north = basemap.region_bounds(row["region"])
        assert west - 0.15 <= float(row["lon"]) <= east + 0.15 and south - 0.15 <= float(row["lat"]) <= north + 0.15


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(NotFoundError, match="rivers"):
        basemap.geojson("roads")
    with pytest.raises(NotFoundError, match="Gao"):
        basemap.region_bounds("Atlantis")


@pytest.fixture
def copy(tmp_path, monkeypatch):
    shutil.copytree(basemap.FOLDER / "layers", tmp_path / "layers")
    shutil.copy(basemap.FOLDER / "provenance.json", tmp_path)
    monkeypatch.setattr(basemap, "FOLDER", tmp_path)
    return tmp_path


def test_a_missing_layer_is_reported_and_the_others_go_on(copy):
    (copy / "layers" / "rivers.geojson").unlink()
    (copy / "layers" / "regions_click.geojson").unlink()
    assert basemap.missing() == ("regions_click", "rivers")
    assert basemap.geojson("country")["features"]
    with pytest.raises(NotFoundError, match="geo.basemap.build"):
        basemap.geojson("rivers")
    west, south, east, north = basemap.region_bounds("Gao")
    assert west < -0.04 < east and south < 16.27 < north


def test_without_provenance_everything_is_missing(copy):
    (copy / "provenance.json").unlink()
    assert basemap.missing() == basemap.NAMES
    assert basemap.attribution() == ""
    with pytest.raises(AtlasError):
        basemap.layers()


def test_a_broken_layer_is_named(copy):
    (copy / "layers" / "water.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="water.geojson"):
        basemap.geojson("water")


def test_online_basemaps_say_whose_they_are_in_plain_text():
    offered = online()
    assert [one.id for one in offered][:1] == ["OpenStreetMap.Mapnik"]
    assert "Esri.WorldImagery" in {one.id for one in offered}
    for one in offered:
        assert one.attribution and "<" not in one.attribution and "&" not in one.attribution
        assert one.url.startswith(one.origin.replace("*", "{s}")) and "{variant}" not in one.url
        assert one.max_zoom >= 10
    assert {one.origin for one in offered} >= {"https://tile.openstreetmap.org", "https://server.arcgisonline.com"}


def test_a_provider_that_wants_a_key_is_offered_only_with_one():
    keyed = online({"CartoDB.Positron": "abc"})
    positron = next(one for one in keyed if one.id == "CartoDB.Positron")
    assert positron.origin == "https://*.basemaps.cartocdn.com"
    assert "{s}" in positron.url and set(positron.subdomains) == set("abcd")
