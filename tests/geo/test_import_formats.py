"""ACLED, UN fatalities and aid-worker security: real files reach their figures, hand-made ones every trap."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.dataset import EVENT_COLUMNS, Dataset
from geo.importers import Imported, read, recognise
from geo.model import CATEGORIES, PRECISIONS, REGIONS

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
SMALL = Path(__file__).resolve().parents[1] / "data"


def real(name: str) -> Imported:
    if not (REAL / name).is_file():
        pytest.skip(f"{name} is not here: it stays with its publisher")
    return read(REAL / name)


def codes(imported: Imported) -> set[str]:
    return {block.code for block in imported.report.blocks}


def sound(imported: Imported, curated: Dataset) -> bool:
    """Say whether events have the columns, types and vocabulary of the curated ones."""
    events = imported.events
    placed = events[events["location_precision"] != "off_map"]
    off = events[events["location_precision"] == "off_map"]
    text = ["id", "title", "title_fr", "description", "description_fr", "place", "place_fr"]
    return (
        tuple(events.columns) == EVENT_COLUMNS
        and events.dtypes.to_dict() == curated.events.dtypes.to_dict()
        and events["id"].is_unique
        and bool(events["id"].str.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*").all())
        and set(events["category"]) <= set(CATEGORIES)
        and set(events["location_precision"]) <= set(PRECISIONS)
        and set(placed["region"]) <= set(REGIONS)
        and bool(placed[["lat", "lon", "location_radius_km"]].notna().all(axis=None))
        and bool(off[["lat", "lon", "location_radius_km"]].isna().all(axis=None))
        and bool((events[text] != "").all(axis=None))
    )


def test_un_fatalities_reach_their_figures(curated: Dataset) -> None:
    imported = real("un_peacekeeping_fatalities.csv")
    events = imported.events
    assert (imported.kind, imported.report.read, imported.report.kept) == ("un_fatalities", 4350, 311)
    assert imported.report.left_out == 4350 - 311
    assert (events["category"] == "attack_on_mission").sum() == 174
    assert events["killed_peacekeepers"].sum() == 311
    assert (events["location_precision"] == "off_map").all()
    assert {str(day.date()) for day in (events["date_start"].min(), events["date_start"].max())} == {
        "2013-08-22",
        "2023-11-10",
    }
    assert {"a_death_an_event", "no_places", "other_mission"} <= codes(imported)
    assert sound(imported, curated)


def test_a_death_is_told_in_both_languages() -> None:
    head = "id,incident_date,casualty_id,mission_acronym,type_of_casualty,casualty_nationality,casualty_personnel_type"
    row = "1,2019-01-20,MINUSMA-2019-01-1,MINUSMA,Fatality,Chad,Military,Malicious Act,TCD"
    event = read(f"{head},type_of_incident,isocode3\n{row}\n".encode()).events.iloc[0]
    assert event["title"] == "Death in service (malicious act): military, Chad"
    assert event["title_fr"] == "Décès en service (acte de malveillance)\u00a0: militaire, Tchad"
    assert event["id"] == "un-minusma-2019-01-1"


def test_aid_worker_security_reaches_its_figures(curated: Dataset) -> None:
    imported = real("awsd_incidents.csv")
    assert (imported.kind, imported.report.kept) == ("awsd", 129)
    assert imported.events["date_start"].dt.year.agg(["min", "max"]).tolist() == [2007, 2025]
    assert (imported.events["date_precision"] == "month").sum() == 1
    assert {"tags", "rough_date", "point_missing", "region_moved", "no_country"} <= codes(imported)
    assert sound(imported, curated)


@pytest.mark.parametrize("name, events", [("acled_new.csv", 4), ("acled_old.csv", 3), ("acled_monadic.csv", 2)])
def test_each_form_of_acled_is_read(name: str, events: int, curated: Dataset) -> None:
    imported = read(SMALL / name)
    assert recognise(SMALL / name, "ucdp.csv") == "acled"
    assert (imported.kind, len(imported.events)) == ("acled", events)
    assert not imported.redistribution and "ACLED" in imported.attribution
    assert sound(imported, curated)


def test_rows_an_actor_become_one_event() -> None:
    imported = read(SMALL / "acled_monadic.csv")
    events = imported.events.set_index("id")
    assert (imported.report.read, imported.report.kept, imported.report.events) == (4, 4, 2)
    assert events["killed_best"].sum() == 170  # the sum over rows would be 340
    assert events.loc["acled-mli12", "actors"] == "Dan Na Ambassagou; Civilians (Mali); Fulani Ethnic Group (Mali)"
    assert events.loc["acled-mli12", "title"] == "Attack: Dan Na Ambassagou – Civilians (Mali)"
    assert "per_actor" in codes(imported)


def test_acled_says_precision_kind_and_place() -> None:
    imported = read(SMALL / "acled_new.csv")
    events = imported.events.set_index("id")
    attack, camp = events.loc["acled-mli12"], events.loc["acled-mli13"]
    assert (attack["place"], attack["place_fr"], attack["region"]) == ("Ogossagou", "Ogossagou", "Mopti")
    assert (attack["category"], attack["location_radius_km"]) == ("attack_on_civilians", 2)
    assert (camp["category"], camp["location_radius_km"]) == ("attack_on_mission", 25)
    assert events.loc["acled-mli14", ["location_precision", "date_precision"]].tolist() == ["area", "month"]
    assert events.loc["acled-mli14", "title_fr"] == "Accord\u00a0: CMA – Plateforme"
    assert pd.isna(attack["killed_low"])
    assert {"type_became", "geo_precision_2", "acled_killed", "other_country"} <= codes(imported)
