"""The sentence of a view: caption, alternative text, subtitle and file name, in English and French."""

from __future__ import annotations

import re
from datetime import date

import pytest
from drawn import likely_views, names
from hypothesis import given, settings

from geo.area import Circle, Polygon
from geo.library import Open
from geo.model import CATEGORIES, GROUPS, PRECISIONS, REGIONS
from geo.sentence import sentence, view_slug, window_text
from geo.summary import Killed, Summary
from geo.view import View
from geo.words import LANGUAGES

NB, THIN = "\u00a0", "\u202f"
#: The view of DESIGN's example.
POISSON = View(
    start=date(2018, 1, 1),
    end=date(2020, 12, 31),
    region=("Mopti",),
    near="route-du-poisson",
    within_km=10,
)
PEACE = tuple(c for c, group in CATEGORIES.items() if group == "peace")


def figures(events: int, total: int = 429, maybe: int = 0) -> Summary:
    return Summary(events, total, events, 1, maybe, Killed(None, None, None, 0, 0), None, {}, {}, {}, {})


def say(opened: Open, view: View, events: int = 214, **more: int) -> str:
    return sentence(view, figures(events, **more), opened.names[view.lang])


MAYBE = {"en": " · {} more may lie within", "fr": " · {} autres s’y trouvent peut-être"}
#: view → what follows the count in English, in French.
FILTERS: list[tuple[View, str, str]] = [
    (View(region=("Timbuktu",)), "Timbuktu", "Tombouctou"),
    (View(region=("Mopti", "Gao")), "Mopti, Gao", "Mopti, Gao"),
    (View(region=REGIONS[:4]), "Kayes, Koulikoro, Bamako, Sikasso", "Kayes, Koulikoro, Bamako, Sikasso"),
    (View(region=REGIONS[:5]), "5 regions", "5 régions"),
    (View(cercle=("Timbuktu",)), "cercle of Timbuktu", "cercle de Tombouctou"),
    (View(cercle=("Bankass", "Koro")), "cercles of Bankass, Koro", "cercles de Bankass, Koro"),
    (View(cercle=("Bankass", "Gao", "Kidal", "Koro", "Mopti")), "5 cercles", "5 cercles"),
    (View(category=("heritage",)), "Heritage", "Patrimoine"),
    (View(category=PEACE), "Peace and reconciliation", "Paix et réconciliation"),
    (View(category=(*PEACE, "heritage")), "Peace and reconciliation, Heritage", "Paix et réconciliation, Patrimoine"),
    (View(actor=("CMA",)), "CMA", "CMA"),
    (View(actor=("African Union", "CMA")), "African Union, CMA", "Union africaine, CMA"),
    (View(actor=("AFISMA", "AQIM", "CMA", "MNLA", "MUJAO")), "5 actors", "5 acteurs"),
    (View(start=date(2018, 1, 1), end=date(2020, 12, 31)), "2018–2020", "2018–2020"),
    (View(start=date(2018, 1, 1), end=date(2018, 12, 31)), "2018", "2018"),
    (View(start=date(2018, 6, 1), end=date(2018, 6, 30)), "June 2018", "juin 2018"),
    (View(start=date(2018, 1, 1), end=date(2018, 6, 30)), "January – June 2018", "janvier – juin 2018"),
    (View(start=date(2018, 2, 1), end=date(2019, 6, 30)), "February 2018 – June 2019", "février 2018 – juin 2019"),
    (View(start=date(2019, 3, 23), end=date(2019, 3, 23)), "23 March 2019", "23 mars 2019"),
    (View(start=date(2019, 3, 23), end=date(2019, 3, 25)), "23–25 March 2019", "23–25 mars 2019"),
    (View(start=date(2019, 3, 23), end=date(2019, 8, 2)), "23 March – 2 August 2019", "23 mars – 2 août 2019"),
    (
        View(start=date(2018, 1, 1), end=date(2019, 8, 2)),
        "1 January 2018 – 2 August 2019",
        "1er janvier 2018 – 2 août 2019",
    ),
    (View(start=date(2018, 6, 1)), "from June 2018", "à partir de juin 2018"),
    (View(start=date(2018, 1, 1)), "from 2018", "à partir de 2018"),
    (View(start=date(2019, 5, 3)), "from 3 May 2019", "à partir du 3 mai 2019"),
    (View(end=date(2019, 5, 3)), "to 3 May 2019", "jusqu’au 3 mai 2019"),
    (View(end=date(2019, 12, 31)), "to 2019", "jusqu’à 2019"),
    (View(killed_min=1), "1 or more killed", "au moins 1 tué"),
    (View(killed_min=1_200), "1,200 or more killed", f"au moins 1{THIN}200 tués"),
    (View(killed_max=0), "0 or fewer killed", "au plus 0 tué"),
    (View(killed_min=5, killed_max=40), "5 to 40 killed", "de 5 à 40 tués"),
    (View(precision="exact"), "placed exactly", "lieu exact"),
    (
        View(precision="locality"),
        "placed to the locality or better",
        "lieu connu à la localité près ou mieux",
    ),
    (View(precision="area"), "on the map", "sur la carte"),
    (View(verified=True), "only verified ones", "vérifiés seulement"),
    (
        View(near="route-du-poisson", within_km=10),
        "within 10 km of the Route du Poisson",
        f"à moins de 10{NB}km de la route du Poisson",
    ),
    (View(near="ogossagou", within_km=2.5), "within 2.5 km of Ogossagou", f"à moins de 2,5{NB}km d’Ogossagou"),
    (
        View(near="timbuktu", within_km=1500),
        "within 1,500 km of Timbuktu",
        f"à moins de 1{THIN}500{NB}km de Tombouctou",
    ),
    (
        View(near="camp-castor", within_km=5),
        "within 5 km of Camp Castor (Gao)",
        f"à moins de 5{NB}km du camp Castor (Gao)",
    ),
    (
        View(within=Circle(14.35, -3.61, 25)),
        f"within 25 km of 14.35°{NB}N 3.61°{NB}W",
        f"à moins de 25{NB}km de 14,35°{NB}N 3,61°{NB}O",
    ),
    (
        View(within=Circle(-1, 2.5, 0.5)),
        f"within 0.5 km of 1°{NB}S 2.5°{NB}E",
        f"à moins de 0,5{NB}km de 1°{NB}S 2,5°{NB}E",
    ),
    (
        View(within=Polygon(((14.5, -4), (14.5, -3.5), (14, -3.5), (14, -4)))),
        "inside a drawn area of 2,980 km²",
        f"dans une zone dessinée de 2{THIN}980{NB}km²",
    ),
    (View(q="Casque bleu"), "with “Casque bleu”", f"avec «{NB}Casque bleu{NB}»"),
    (View(q="{n}"), "with “{n}”", f"avec «{NB}{{n}}{NB}»"),
]


def test_the_example_of_the_design(opened: Open) -> None:
    assert say(opened, POISSON) == ("214 of 429 events · Mopti · 2018–2020 · within 10 km of the Route du Poisson")
    assert say(opened, POISSON.but(lang="fr")) == (
        f"214 événements sur 429 · Mopti · 2018–2020 · à moins de 10{NB}km de la route du Poisson"
    )


@pytest.mark.parametrize("view, english, french", FILTERS, ids=[view.query() or "none" for view, _, _ in FILTERS])
def test_each_filter_is_said(view: View, english: str, french: str, opened: Open) -> None:
    assert say(opened, view) == f"214 of 429 events · {english}"
    assert say(opened, view.but(lang="fr")) == f"214 événements sur 429 · {french}"


def test_filters_are_said_in_the_order_of_the_panel(opened: Open) -> None:
    view = View(
        start=date(2018, 1, 1),
        end=date(2020, 12, 31),
        region=("Mopti",),
        cercle=("Koro",),
        category=("armed_clash",),
        actor=("CMA",),
        killed_min=5,
        precision="locality",
        verified=True,
        near="sevare",
        within_km=50,
        q="convoy",
    )
    assert say(opened, view, 3, maybe=2) == (
        "3 of 429 events · Mopti · cercle of Koro · 2018–2020 · Armed clash · CMA · 5 or more killed · "
        "placed to the locality or better · only verified ones · within 50 km of Sévaré · with “convoy” · "
        "2 more may lie within"
    )


@pytest.mark.parametrize(
    "events, maybe, english, french",
    [
        (0, 0, "0 of 429 events · Gao", "0 événement sur 429 · Gao"),
        (
            1,
            1,
            "1 of 429 events · Gao · 1 more may lie within",
            "1 événement sur 429 · Gao · 1 autre s’y trouve peut-être",
        ),
        (
            2,
            2,
            "2 of 429 events · Gao · 2 more may lie within",
            "2 événements sur 429 · Gao · 2 autres s’y trouvent peut-être",
        ),
    ],
)
def test_one_and_many(events: int, maybe: int, english: str, french: str, opened: Open) -> None:
    view = View(region=("Gao",))
    assert say(opened, view, events, maybe=maybe) == english
    assert say(opened, view.but(lang="fr"), events, maybe=maybe) == french


def test_everything_is_said_as_such(opened: Open) -> None:
    assert say(opened, View(), 429) == "All 429 events"
    assert say(opened, View(lang="fr"), 429) == "Les 429 événements"
    assert say(opened, View(event="x", mode="density"), 429) == "All 429 events"
    assert say(opened, View(), 1, total=1) == "1 event, all there is"
    assert say(opened, View(), 12_000, total=12_000) == "All 12,000 events"


def test_a_million_events_are_said_in_french(opened: Open) -> None:
    # French has a plural form of its own for whole millions.
    view = View(region=("Gao",), lang="fr")
    million = f"1{THIN}000{THIN}000"
    assert say(opened, view, 1_000_000, total=2_000_000) == f"{million} événements sur 2{THIN}000{THIN}000 · Gao"
    assert say(opened, view.but(killed_min=1_000_000)).endswith(f"au moins {million} tués")
    assert say(opened, view.everything(), 1_000_000, total=1_000_000) == f"Les {million} événements"


def test_the_real_figures_are_those_of_the_store(opened: Open) -> None:
    for language in LANGUAGES:
        view = POISSON.but(lang=language)
        summary = opened.store.summary(view)
        said = sentence(view, summary, opened.names[language])
        assert said.startswith(f"{summary.events} ")
        assert summary.maybe > 0
        assert said.endswith(MAYBE[language].format(summary.maybe))


def test_the_statement_of_every_claim_is_set_as_its_language_is() -> None:
    for claim, statement in names()["fr"].claims.items():
        said = sentence(View(claim=claim, lang="fr"), figures(1234, 4290, 1), names()["fr"])
        assert not re.search(r"(?<![\u00a0\u202f ])[»:;?!]| [»:;?!]|« |\d \d|\d km|'", said), said
        assert claim in said and statement[:12].replace("\u00a0", " ") in said.replace("\u00a0", " ")


@settings(deadline=None, max_examples=50)
@given(view=likely_views())
def test_french_is_set_as_french_is(view: View) -> None:
    said = sentence(view.but(lang="fr", q=""), figures(1234, 4290, 1), names()["fr"])
    assert not re.search(r"(?<![\u00a0\u202f ])[»:;?!]| [»:;?!]|« ", said), said
    assert not re.search(r"\d \d|\d km|'", said), said
    assert f"{THIN}" in said
    english = sentence(view.but(lang="en", q=""), figures(1234, 4290, 1), names()["en"])
    assert english.startswith(("1,234 of 4,290 events", "All 4,290 events"))
    assert "  " not in said + english
    assert "{" not in said + english


def test_every_choice_has_words(opened: Open) -> None:
    for language in LANGUAGES:
        names = opened.names[language]
        views = [View(precision=p, lang=language) for p in PRECISIONS]
        views += [View(category=(c,), lang=language) for c in CATEGORIES]
        views += [View(near=place, within_km=1, lang=language) for place in names.places]
        said = [say(opened, view) for view in views]
        assert len(set(said)) == len(views)
        assert not any(name in text for text in said for name in ("_", " de A", " de E", " de É", " de I", " de O"))


def test_a_group_chosen_as_a_whole_goes_by_its_own_name(opened: Open) -> None:
    everything = say(opened, View(category=tuple(CATEGORIES)))
    assert everything.split(" · ")[1] in ("5 categories", ", ".join(opened.names["en"].group(g) for g in GROUPS))
    four = tuple(c for c, group in CATEGORIES.items() if group != "other")
    assert say(opened, View(category=four)) == (
        "214 of 429 events · Violence, Peace and reconciliation, Politics and mandate, The Mission"
    )


@pytest.mark.parametrize(
    "view, slug",
    [
        (View(), "all-events"),
        (View(event="x", lang="fr", mode="events"), "all-events"),
        (POISSON, "mopti-2018-2020-within-10-km-of-the-route-du-poisson"),
        (View(region=("Ménaka",), q="L’Énigme œuvre"), "menaka-with-l-enigme-oeuvre"),
        (View(q="../../etc/passwd"), "with-etc-passwd"),
        (View(q="漢字"), "with"),
    ],
)
def test_a_view_names_a_file(view: View, slug: str, opened: Open) -> None:
    assert view_slug(view, opened.names["en"]) == slug


@settings(deadline=None, max_examples=50)
@given(view=likely_views())
def test_a_file_name_is_safe_on_any_system(view: View) -> None:
    for language in LANGUAGES:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug := view_slug(view, names()[language]))
        assert len(slug) <= 60


def test_the_window_in_words() -> None:
    assert window_text(View()) == ""
    assert window_text(View(start=date(2018, 1, 1), end=date(2018, 1, 31), lang="fr")) == "janvier 2018"
