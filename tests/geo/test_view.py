"""Views and addresses: any view can be sent as a link, and a bad value costs nothing but itself."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest
from drawn import views
from drawn import vocabulary as known
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.address import MAX_Q, Vocabulary, read, read_strictly
from geo.area import Circle, Polygon
from geo.errors import AtlasError, Problem, ViewError
from geo.model import CATEGORIES, PRECISIONS, REGIONS
from geo.problems import expected, ignored, refused
from geo.view import DEFAULT_WITHIN_KM, MODES, PARAMETERS, SIZES, View, first_of, last_of
from geo.words import LANGUAGES

#: One good value for each parameter of the interface, and the view that it means.
GOOD: dict[str, tuple[dict[str, list[str]], View]] = {
    "from": ({"from": ["2018"]}, View(start=date(2018, 1, 1))),
    "to": ({"to": ["2020-06"]}, View(end=date(2020, 6, 30))),
    "region": ({"region": ["Mopti", "Gao"]}, View(region=("Mopti", "Gao"))),
    "cercle": ({"cercle": ["Bankass"]}, View(cercle=("Bankass",))),
    "category": ({"category": ["attack_on_mission"]}, View(category=("attack_on_mission",))),
    "actor": ({"actor": ["CMA"]}, View(actor=("CMA",))),
    "killed_min": ({"killed_min": ["10"]}, View(killed_min=10)),
    "killed_max": ({"killed_max": ["0"]}, View(killed_max=0)),
    "precision": ({"precision": ["locality"]}, View(precision="locality")),
    "verified": ({"verified": ["1"]}, View(verified=True)),
    "near": ({"near": ["route-du-poisson"]}, View(near="route-du-poisson", within_km=DEFAULT_WITHIN_KM)),
    "within_km": ({"near": ["ogossagou"], "within_km": ["2.5"]}, View(near="ogossagou", within_km=2.5)),
    "within": ({"within": ["circle:14.35,-3.61,25"]}, View(within=Circle(14.35, -3.61, 25))),
    "q": ({"q": ["Ogossagou"]}, View(q="Ogossagou")),
    "claim": ({"claim": ["c016"]}, View(claim="c016")),
    "event": ({"event": ["2019-03-23-ogossagou-attack"]}, View(event="2019-03-23-ogossagou-attack")),
    "site": ({"site": ["ogossagou"]}, View(site="ogossagou")),
    "mode": ({"mode": ["density"]}, View(mode="density")),
    "size": ({"size": ["killed"]}, View(size="killed")),
    "lang": ({"lang": ["fr"]}, View(lang="fr")),
    "data": ({"data": ["curated"]}, View()),
    "once": ({"once": ["1"]}, View()),  # means something where several data sets are shown
}
#: A link with something in every kind of filter, to see that nothing of it is lost.
REST = {"region": ["Gao"], "q": ["convoi"], "killed_max": ["900"], "event": ["2019-03-23-ogossagou-attack"]}
REST_VIEW = View(region=("Gao",), q="convoi", killed_max=900, event="2019-03-23-ogossagou-attack")

#: parameter, value, what the English sentence must say besides naming both.
BAD = [
    ("from", "abc", "such as 2018, 2018-06 or 2018-06-15"),
    ("from", "", "a year, a month or a day is expected"),
    ("from", "18", "a year, a month or a day is expected"),
    ("from", "2018-6", "a year, a month or a day is expected"),
    ("from", "2018-13", "a year, a month or a day is expected"),
    ("from", "0000", "a year, a month or a day is expected"),
    ("from", "12018", "a year, a month or a day is expected"),
    ("from", "２０１８", "a year, a month or a day is expected"),
    ("from", "2018-06-15T00:00", "a year, a month or a day is expected"),
    ("from", "-2018", "a year, a month or a day is expected"),
    ("to", "2019-02-29", "a year, a month or a day is expected"),
    ("to", "2019-02-", "a year, a month or a day is expected"),
    ("region", "Atlantis", "no such name is in the data. Possible: Kayes, Koulikoro"),
    ("region", "Mopty", "Did you mean Mopti?"),
    ("region", "", "no such name is in the data"),
    ("cercle", "Bankas", "Did you mean Bankass"),
    ("category", "attack", "no such name is in the data"),
    ("actor", "CMAA", "Did you mean MAA, CMA or Canada?"),
    ("killed_min", "-1", "a whole number of 0 or more"),
    ("killed_min", "1.5", "a whole number of 0 or more"),
    ("killed_min", "1e3", "a whole number of 0 or more"),
    ("killed_min", "１０", "a whole number of 0 or more"),
    ("killed_min", "²", "a whole number of 0 or more"),
    ("killed_min", "9" * 400, "a whole number of 0 or more"),
    ("killed_min", "NaN", "a whole number of 0 or more"),
    ("killed_min", "", "a whole number of 0 or more"),
    ("precision", "precise", "Possible: exact, locality, route, area or off_map."),
    ("precision", "localty", "Possible: exact, locality, route, area or off_map."),
    ("verified", "yes", "Possible: 1 or 0."),
    ("near", "ogosagou", "Did you mean ogossagou"),
    ("near", "", "no site or route has this id"),
    ("site", "route-du-poisson", "no site or route has this id"),
    ("within", "", "corners are expected as lat,lon;lat,lon;lat,lon, or a circle as circle:lat,lon,km"),
    ("within", "here", "corners are expected"),
    ("within", "14,-3;15,-4;nan,-3", "corners are expected"),
    ("within", "14,-3,5;15,-4;16,-3", "corners are expected"),
    ("within", "١٤,-3;15,-4;16,-3", "corners are expected"),
    ("within", "circle:14,-3", "corners are expected"),
    ("within", "circle:14;-3;5", "corners are expected"),
    ("within", "14,-3;15,-4", "at least three different corners"),
    ("within", "14,-3;14.0004,-3;15,-4", "at least three different corners"),
    ("within", "14,-3;15,-4;16,-5;13,-2", "at least three different corners"),
    ("within", ";".join(["14,-3;15,-4"] * 300), "at most 100 corners"),
    ("within", ";".join(f"{14 + i / 100},{-3 - i * i / 1000}" for i in range(101)), "at most 100 corners"),
    ("within", "14,-4;14,-3;13,-4;13,-3", "the sides of the area cross"),
    ("within", "14,-4;14,-3;13,-3;14,-3.5;13,-4", "the sides of the area cross"),
    ("within", "95,-4;14,-3;13,-3", "a latitude from -85 to 85 and a longitude from -180 to 180"),
    ("within", "circle:14,-200,5", "a latitude from -85 to 85 and a longitude from -180 to 180"),
    ("within", "85,-180;85,180;-85,180;-85,-180", "longer than 20,000 km"),
    ("within", "circle:14,-3,0", "a radius of more than 0 and at most 2,000 km"),
    ("within", "circle:14,-3,0.0004", "a radius of more than 0 and at most 2,000 km"),
    ("within", "circle:14,-3,2001", "a radius of more than 0 and at most 2,000 km"),
    ("q", "x" * 10_000, "at most 200 characters"),
    ("claim", "c999", "no claim has this id"),
    ("event", "2019-03-23-ogossagou", "Did you mean 2019-03-23-ogossagou-attack"),
    ("event", "🦄", "no event has this id"),
    ("mode", "heat", "Possible: places, events or density."),
    ("size", "dead", "Possible: events or killed."),
    ("lang", "de", "Possible: en or fr."),
    ("data", "ucdp-2024", "Possible: curated."),
    ("once", "yes", "it is not one of the choices"),
]
BAD_KILOMETRES = ["", "abc", "-1", "NaN", "inf", "-inf", "1e400", "20039", "9" * 400, "١٢", "1_0", "0x10", "10km"]


@settings(deadline=None, max_examples=120)
@given(view=views())
@example(view=View(start=date.min, end=date.max))
@example(view=View(near="gao", within_km=1e-05))
@example(view=View(near="gao", within_km=0.0))
@example(view=View(near="gao", within_km=20_038.0))
@example(view=View(q="&region=Gao#?%00 +=;"))
@example(view=View(within=Circle(-0.0001, 0, 2000)))
@example(view=View(within=Polygon(((0, 0), (0.001, 0), (0, 0.001)))))
def test_any_view_comes_back_from_its_link(view: View) -> None:
    assert read(view.params(), known()) == (view, [])
    sent = parse_qs(view.query(), keep_blank_values=True, strict_parsing=bool(view.query()))
    assert read(sent, known()) == (view, [])


@settings(deadline=None, max_examples=60)
@given(view=views())
def test_an_address_says_only_what_is_not_the_default_and_in_one_order(view: View) -> None:
    params = view.params()
    assert list(params) == [name for name in PARAMETERS if name in params]
    assert all(params.values())
    assert View().query() == ""
    assert not {"data", "lang"} & View(region=("Gao",)).params().keys()


def test_the_interface_promises_these_parameters() -> None:
    assert tuple(GOOD) == PARAMETERS


@pytest.mark.parametrize("parameter", GOOD)
def test_each_parameter_is_accepted(parameter: str, vocabulary: Vocabulary) -> None:
    params, view = GOOD[parameter]
    assert read(params, vocabulary) == (view, [])
    if parameter not in ("data", "once"):
        assert view != View()


@pytest.mark.parametrize(
    "name, choices",
    [
        ("category", CATEGORIES),
        ("precision", PRECISIONS),
        ("mode", MODES),
        ("size", SIZES),
        ("lang", LANGUAGES),
        ("region", REGIONS),
    ],
)
def test_each_choice_is_accepted(name: str, choices: tuple[str, ...], vocabulary: Vocabulary) -> None:
    for choice in choices:
        view, problems = read({name: [choice]}, vocabulary)
        assert problems == []
        assert getattr(view, name) in (choice, (choice,))


@pytest.mark.parametrize(
    "name, typed, meant",
    [
        ("region", "menaka", "Ménaka"),
        ("region", "MENAKA", "Ménaka"),
        ("region", "TOMBOUCTOU", "Timbuktu"),
        ("region", "tombouctou", "Timbuktu"),
        ("region", "segou", "Ségou"),
        ("region", " Gao ", "Gao"),
        ("region", "Me\u0301naka", "Ménaka"),
        ("region", "taoudenit", "Taoudénit"),
        ("cercle", "tombouctou", "Timbuktu"),
        ("cercle", "NIAFUNKE", "Niafunké"),
        ("cercle", "gourma‑rharous", "Gourma-Rharous"),
        ("actor", "cma", "CMA"),
        ("actor", "bah n'daw", "Bah N’Daw"),
        ("actor", "union africaine", "African Union"),
        ("actor", "misma", "AFISMA"),
        ("category", "ATTACK_ON_MISSION", "attack_on_mission"),
    ],
)
def test_names_are_understood_however_they_are_typed(name: str, typed: str, meant: str, vocabulary: Vocabulary) -> None:
    view, problems = read({name: [typed]}, vocabulary)
    assert (getattr(view, name), problems) == ((meant,), [])


def test_every_actor_and_cercle_can_be_asked_for_by_either_name(vocabulary: Vocabulary, curated) -> None:
    for actor in sorted(set(curated.event_actors["actor"])):
        assert read({"actor": [actor]}, vocabulary) == (View(actor=(actor,)), []), actor
    admin = curated.admin_names
    for level in ("region", "cercle"):
        for row in admin[admin["level"] == level].itertuples():
            for spelled in (row.name, row.name_fr):
                assert read({level: [spelled]}, vocabulary) == (View(**{level: (row.name,)}), [])


def test_the_order_and_repetition_of_choices_make_no_other_view(vocabulary: Vocabulary) -> None:
    one, _ = read({"region": ["Gao", "Mopti", "gao"], "actor": ["MINUSMA", "CMA"]}, vocabulary)
    other, _ = read({"actor": ["CMA", "MINUSMA"], "region": ["Mopti", "Gao"]}, vocabulary)
    assert one == other == View(region=("Mopti", "Gao"), actor=("CMA", "MINUSMA"))


def test_the_link_of_the_issue_names_both_bad_values_and_shows_everything(vocabulary: Vocabulary) -> None:
    view, problems = read(parse_qs("region=Atlantis&from=abc"), vocabulary)
    assert view == View()
    said = " ".join(ignored(problem, "en") for problem in problems)
    assert len(problems) == 2
    assert "“region=Atlantis” in the address was left out" in said
    assert "“from=abc” in the address was left out" in said
    dit = " ".join(ignored(problem, "fr") for problem in problems)
    assert "«\u00a0region=Atlantis\u00a0» dans l’adresse a été écarté" in dit
    assert "«\u00a0from=abc\u00a0»" in dit


@pytest.mark.parametrize("parameter, value, said", BAD)
def test_a_bad_value_is_named_and_costs_nothing_else(
    parameter: str, value: str, said: str, vocabulary: Vocabulary
) -> None:
    rest = {name: values for name, values in REST.items() if name != parameter}
    view, problems = read({**rest, parameter: [value]}, vocabulary)
    assert view == read(rest, vocabulary)[0]
    assert [(problem.parameter, problem.value) for problem in problems] == [(parameter, value)]
    sentence = ignored(problems[0], "en")
    assert said in sentence
    assert f"“{parameter}={value[:40]}" in sentence
    assert len(sentence) < 500
    assert sentence.endswith((".", "?"))
    with pytest.raises(ViewError) as refusal:
        read_strictly({**rest, parameter: [value]}, vocabulary)
    assert refusal.value.problems == problems
    assert isinstance(refusal.value, AtlasError)
    assert isinstance(refusal.value, ValueError)


@pytest.mark.parametrize("value", BAD_KILOMETRES)
def test_a_bad_distance_leaves_the_usual_one(value: str, vocabulary: Vocabulary) -> None:
    view, problems = read({**REST, "near": ["gao"], "within_km": [value]}, vocabulary)
    assert view == REST_VIEW.but(near="gao", within_km=DEFAULT_WITHIN_KM)
    assert [(p.parameter, p.value, p.expected) for p in problems] == [("within_km", value, "kilometres")]


@pytest.mark.parametrize("value, km", [("2,5", 2.5), (" 5 ", 5.0), ("1e2", 100.0), ("0", 0.0), ("7.0000001", 7.0)])
def test_a_distance_is_read_as_people_write_it(value: str, km: float, vocabulary: Vocabulary) -> None:
    assert read({"near": ["gao"], "within_km": [value]}, vocabulary) == (View(near="gao", within_km=km), [])


def test_a_bad_value_among_good_ones_costs_only_itself(vocabulary: Vocabulary) -> None:
    view, problems = read({"region": ["Gao", "Atlantis", "Kidal"], "category": ["x", "heritage"]}, vocabulary)
    assert view == View(region=("Gao", "Kidal"), category=("heritage",))
    assert [p.value for p in problems] == ["Atlantis", "x"]


@pytest.mark.parametrize(
    "name, meant", [("rgeion", "region"), ("With_km", "within_km"), ("killedmin", "killed_min"), ("langue", "lang")]
)
def test_an_unknown_parameter_suggests_the_one_meant(name: str, meant: str, vocabulary: Vocabulary) -> None:
    view, problems = read({**REST, name: ["1"]}, vocabulary)
    assert view == REST_VIEW
    assert [p.expected for p in problems] == ["parameter"]
    sentence = ignored(problems[0], "en")
    assert f"“{name}=…” in the address was left out: no filter has this name. Did you mean" in sentence
    assert meant in problems[0].choices


def test_an_unknown_parameter_like_no_other_lists_them_all(vocabulary: Vocabulary) -> None:
    _, problems = read({"utm_source": ["mail"]}, vocabulary)
    assert problems[0].choices == PARAMETERS
    assert "from, to, region" in ignored(problems[0], "fr")


def test_a_last_day_before_the_first_is_left_out(vocabulary: Vocabulary) -> None:
    view, problems = read({**REST, "from": ["2020-06"], "to": ["2018"]}, vocabulary)
    assert view == REST_VIEW.but(start=date(2020, 6, 1))
    assert ignored(problems[0], "en") == (
        "“to=2018” in the address was left out: the last day must not lie before the first one (2020-06)."
    )
    assert len(problems) == 1


def test_a_window_within_one_year_or_day_is_in_order(vocabulary: Vocabulary) -> None:
    view, problems = read({"from": ["2018-06-15"], "to": ["2018"]}, vocabulary)
    assert (view, problems) == (View(start=date(2018, 6, 15), end=date(2018, 12, 31)), [])
    view, problems = read({"from": ["2018-06-15"], "to": ["2018-06-15"]}, vocabulary)
    assert (view.start, view.end, problems) == (date(2018, 6, 15), date(2018, 6, 15), [])


def test_an_upper_bound_below_the_lower_one_is_left_out(vocabulary: Vocabulary) -> None:
    view, problems = read({"killed_min": ["20"], "killed_max": ["3"]}, vocabulary)
    assert view == View(killed_min=20)
    assert ignored(problems[0], "en") == (
        "“killed_max=3” in the address was left out: it must not be less than killed_min (20)."
    )
    assert read({"killed_min": ["3"], "killed_max": ["3"]}, vocabulary)[1] == []


def test_a_distance_without_a_place_is_left_out(vocabulary: Vocabulary) -> None:
    view, problems = read({"within_km": ["5"], "region": ["Gao"]}, vocabulary)
    assert view == View(region=("Gao",))
    assert [(p.parameter, p.value, p.expected) for p in problems] == [("within_km", "5", "near")]


def test_a_distance_from_an_unknown_place_is_one_problem_not_two(vocabulary: Vocabulary) -> None:
    view, problems = read({"within_km": ["5"], "near": ["atlantis"]}, vocabulary)
    assert view == View()
    assert [p.parameter for p in problems] == ["near"]


@pytest.mark.parametrize(
    "name, first, second, field",
    [
        ("from", "2018", "2019", "start"),
        ("to", "2018", "2019", "end"),
        ("killed_min", "3", "4", "killed_min"),
        ("precision", "exact", "area", "precision"),
        ("near", "gao", "kidal", "near"),
        ("q", "Gao", "Kidal", "q"),
        ("mode", "events", "density", "mode"),
        ("size", "killed", "events", "size"),
        ("lang", "fr", "en", "lang"),
    ],
)
def test_of_a_repeated_single_value_the_first_counts(
    name: str, first: str, second: str, field: str, vocabulary: Vocabulary
) -> None:
    alone, _ = read({name: [first]}, vocabulary)
    view, problems = read({name: [first, second]}, vocabulary)
    assert view == alone
    assert getattr(view, field) is not None
    assert [(p.parameter, p.value, p.expected, p.choices) for p in problems] == [(name, second, "once", (first,))]
    assert f"the first one counts ({first})" in ignored(problems[0], "en")


def test_text_is_trimmed_and_as_long_as_the_limit(vocabulary: Vocabulary) -> None:
    assert read({"q": ["  Route   du\tPoisson "]}, vocabulary) == (View(q="Route du Poisson"), [])
    assert read({"q": ["x" * MAX_Q]}, vocabulary) == (View(q="x" * MAX_Q), [])
    assert read({"q": ["   "]}, vocabulary) == (View(), [])


def test_a_parameter_without_a_value_is_not_there(vocabulary: Vocabulary) -> None:
    assert read({name: [] for name in PARAMETERS}, vocabulary) == (View(), [])


def test_a_ten_thousand_character_name_is_told_in_a_short_sentence(vocabulary: Vocabulary) -> None:
    for name in ("region", "actor", "near", "event", "from", "x" * 10_000):
        view, problems = read({name: ["y" * 10_000]}, vocabulary)
        assert view == View()
        for language in LANGUAGES:
            assert len(ignored(problems[0], language)) < 700
            assert len(refused(problems[0], language)) < 700


def test_a_value_is_repeated_as_it_was_written() -> None:
    problem = Problem("from", "../2018..", "day")
    assert "“from=../2018..”" in ignored(problem, "en")
    assert ignored(problem, "en").endswith("2018-06-15.")
    assert ignored(Problem("q", "{0}{q}%s", "words"), "en").startswith("“q={0}{q}%s”")


def test_a_sentence_ends_once() -> None:
    for expectation, choices in [("name", ("Gao",)), ("choice", ("1", "0")), ("parameter", PARAMETERS), ("day", ())]:
        for language in LANGUAGES:
            sentence = ignored(Problem("region", "x", expectation, choices), language)
            assert sentence.endswith((".", "?"))
            assert not sentence.endswith(("..", "?."))


def test_what_was_expected_exists_in_french_too(vocabulary: Vocabulary) -> None:
    bad = [({name: [value]}) for name, value, _ in BAD] + [{"within_km": ["5"]}, {"to": ["2018", "2019"]}]
    for params in bad:
        for problem in read(params, vocabulary)[1]:
            assert expected(problem, "fr") != expected(problem, "en")


_VALUES = st.text(max_size=12) | st.sampled_from(
    ["", "1", "0", "-0", "2018", "2018-02", "2020-02-30", "9999-12-31", "0001", "gao", "Gao", "route-du-poisson"]
    + ["NaN", "inf", "-1", "1e5", "1e308", "9" * 30, "x" * 10_000, "fr", "exact", "events", "\x00", "٣", "2,5", "'"]
)


@settings(deadline=None, max_examples=150)
@given(
    params=st.dictionaries(st.sampled_from(PARAMETERS) | st.text(max_size=8), st.lists(_VALUES, max_size=3), max_size=8)
)
@example(params={"from": [""], "to": ["9999"], "killed_min": ["9" * 4301]})
@example(params={"near": [], "within_km": ["3"]})
@example(params={"near": ["gao"], "within_km": ["-0"]})
def test_whatever_an_address_holds_a_view_comes_out(params: dict[str, list[str]]) -> None:
    view, problems = read(params, known())
    assert read(view.params(), known()) == (view, [])
    assert read(parse_qs(view.query(), keep_blank_values=True), known()) == (view, [])
    named = {problem.value if problem.expected == "parameter" else problem.parameter for problem in problems}
    assert named <= params.keys()
    for problem in problems:
        for language in LANGUAGES:
            assert ignored(problem, language)
            assert refused(problem, language)


def test_a_view_can_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="2019-01-01 must not be after its last day 2018-12-31"):
        View(start=date(2019, 1, 1), end=date(2018, 12, 31))


def test_filters_are_what_decides_which_events_are_shown() -> None:
    view = View(region=("Gao",), event="x", site="gao", mode="density", size="killed", lang="fr", data="mine")
    assert view.filters() == View(region=("Gao",), data="mine")
    assert view.everything() == View(mode="density", size="killed", lang="fr", data="mine")
    assert not view.is_everything()
    assert view.everything().is_everything()
    assert View(event="x", lang="fr").is_everything()


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("2018-06-15", date(2018, 6, 15), date(2018, 6, 15)),
    ],
)
def test_a_year_or_month_means_its_first_or_last_day(text: str, first: date, last: date) -> None:
    assert (first_of(text), last_of(text)) == (first, last)
