"""A server with nothing but the event table on it, and 5,000 invented events that never change."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from geo.feeds import counted
from ui.component import folders

NASTY = "<img src=x onerror=window.hacked=1>"
MONTHS = {"en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]} | {
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
}
CATEGORIES = {
    "attack_on_mission": ("violence", "Attack on the Mission", "Attaque contre la Mission"),
    "attack_on_civilians": ("violence", "Attack on civilians", "Attaque contre des civils"),
    "peace_process": ("peace", "Peace process", "Processus de paix"),
    "mandate": ("politics", "Mandate", "Mandat"),
    "mission_support": ("mission", "Mission support", "Appui de la Mission"),
    "heritage": ("other", "Heritage", "Patrimoine"),
}
#: Title in English and French, place, region, category, toll, range, on the map, partly verified.
SAMPLES: list[tuple[Any, ...]] = [
    (
        "Massacre at Ogossagou",
        "Massacre d’Ogossagou",
        "Ogossagou",
        "Mopti",
        "attack_on_civilians",
        160,
        "134–160–174",
        True,
        False,
    ),
    (
        "Water projects and medicines for Kidal on a visit by El-Ghassim Wane",
        "Projets d’eau et médicaments pour Kidal lors d’une visite d’El-Ghassim Wane",
        "Kidal",
        "Kidal",
        "mission_support",
        None,
        "",
        True,
        False,
    ),
    (
        "Security Council adopts resolution 2100 and creates the Mission",
        "Le Conseil de sécurité adopte la résolution 2100 et crée la Mission",
        "New York",
        "",
        "mandate",
        None,
        "",
        False,
        False,
    ),
    (
        "Egyptian peacekeeper killed by a mine near Tessalit",
        "Un casque bleu égyptien tué par une mine près de Tessalit",
        "Tessalit",
        "Kidal",
        "attack_on_mission",
        1,
        "",
        True,
        False,
    ),
    (
        "Anéfis talks: CMA, Platform and communities agree to end hostilities",
        "Anéfis : CMA, Plateforme et communautés conviennent de cesser les hostilités",
        "Anéfis",
        "Kidal",
        "peace_process",
        None,
        "",
        True,
        True,
    ),
    (
        "Detained soldiers reported executed at Aguelhok",
        "Des soldats détenus auraient été exécutés à Aguelhok",
        "Aguelhok",
        "Kidal",
        "attack_on_civilians",
        None,
        "70–153",
        True,
        True,
    ),
    (
        "Mausoleums of Timbuktu rebuilt",
        "Mausolées de Tombouctou reconstruits",
        "Timbuktu",
        "Timbuktu",
        "heritage",
        None,
        "",
        True,
        False,
    ),
]
TOTAL = 5000


def event(number: int, lang: str, nasty: bool) -> dict[str, Any]:
    """Return the event of a number as a row; the toll of the n-th massacre is n, so that orders can be told apart."""
    title_en, title_fr, place, region, category, killed, span, placed, partial = SAMPLES[number % len(SAMPLES)]
    group, label_en, label_fr = CATEGORIES[category]
    day = date(2012, 1, 1) + timedelta(days=number * 4400 // TOTAL)
    written = f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"
    row = {
        "date": f"{day.day}–{written}" if number % 50 == 49 else written,
        "place": place,
        "region": region,
        "title": f"{title_fr if lang == 'fr' else title_en}",
        "category_label": label_fr if lang == "fr" else label_en,
        "killed": "" if killed is None else f"{killed + number:,}".replace(",", "\u202f" if lang == "fr" else ","),
        "killed_range": span,
    }
    if nasty:
        row = dict.fromkeys(row, NASTY)
    fixed = {"group": group, "category": category, "placed": placed, "precision": "locality", "partial": partial}
    return (
        {"id": f"event-{number}", "sort_date": day.isoformat(), "sort_end": day.isoformat(), "_number": number}
        | row
        | fixed
    )


def order_of(row: dict[str, Any], order: str) -> Any:
    """Return what a row is ordered by; of an unknown toll, nothing."""
    if order == "killed":
        digits = "".join(letter for letter in row["killed"] if letter.isdigit())
        return (int(digits) if digits else -1, -row["_number"])
    return (row[{"date": "sort_date", "place": "place", "category": "category"}[order]], row["_number"])


async def rows(request: Request) -> Response:
    """Answer as geo/feeds.py does; ``region`` filters, ``none`` and ``broken`` among them do what they say."""
    asked = request.query_params
    region, lang = asked.get("region", ""), asked.get("lang", "en")
    if region == "broken":
        return PlainTextResponse("no", status_code=500)
    found = [event(number, lang, "nasty" in asked) for number in range(TOTAL)]
    found = [row for row in found if not region or row["region"] == region]
    found.sort(key=lambda row: order_of(row, asked["order"]), reverse=asked["direction"] == "desc")
    offset, limit = int(asked["offset"]), int(asked["limit"])
    answer: dict[str, Any] = {
        **counted(len(found), sum(row["placed"] for row in found), "fr" if lang == "fr" else "en"),
        "data_version": "harness",
        "rows": found[offset : offset + limit],
    }
    if asked.get("find") == "unheard-of":
        return PlainTextResponse("no such event", status_code=404)
    if "find" in asked:
        answer["index"] = next((i for i, row in enumerate(found) if row["id"] == asked["find"]), None)
    return Response(json.dumps(answer), media_type="application/json")


app = st.App(
    Path(__file__).parent / "table_page.py",
    routes=[
        Route("/atlas/rows.json", rows),
        *(Mount(address, StaticFiles(directory=folder)) for address, folder in folders().items()),
    ],
)
