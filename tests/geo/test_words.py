"""Both catalogues say the same things, and every word that the code asks for is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.dataset import FOLDER, Dataset
from geo.model import CATEGORIES, DATE_PRECISIONS, GROUPS, PRECISIONS, SITE_KINDS, VERIFICATIONS
from geo.text import fold, slug, words_of
from geo.view import MODES
from geo.words import LANGUAGES, catalogue, day, language_name, listing, number, period, t

HOUSE = FOLDER.parent
NB, THIN = "\u00a0", "\u202f"
EN, FR = catalogue("en"), catalogue("fr")
#: Words that English and French share.
SAME = {
    "n",
    "s",
    "b",
    "e",
    "a",
    "accident",
    "site",
    "route",
    "cercle",
    "dossier",
    "format",
    "note",
    "mission",
    "innovation",
    "innovations",
    "police",
    "conventions",
    "version",
    "base",
    "contribution",
    "page",
    "pdf",
    "camp",
    "cercles",
    "date",
    "dates",
    "description",
    "latitude",
    "longitude",
    "mali",
    "grenade",
    "pause",
    "routes",
    "sites",
    "source",
    "sources",
    "village",
}
#: Names of other people's things, which no language changes.
NAMES = ("OpenStreetMap", "CARTO Positron", "GeoJSON", "CSV", "JSON", "MINUSMA", "Atlas", "Esri")


def forms(entry: object) -> dict[str, str]:
    return {"": entry} if isinstance(entry, str) else dict(entry)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_words() -> None:
    assert EN.keys() == FR.keys()
    assert len(EN) > 200


@pytest.mark.parametrize("key", EN)
def test_each_word_takes_the_same_values_in_both_languages(key: str) -> None:
    english, french = forms(EN[key]), forms(FR[key])
    assert isinstance(EN[key], str) == isinstance(FR[key], str)
    if not isinstance(EN[key], str):
        assert english.keys() == {"one", "other"}
        assert {"one", "other"} <= french.keys() <= {"one", "many", "other"}
    for language in (english, french):
        for text in language.values():
            assert text.strip() == text != "" or not any(letter.isalpha() for letter in text)  # "; " joins a list
    # "One" may leave its number out; what all forms know is the same in both languages.
    assert placeholders(english.get("other", english.get(""))) == placeholders(french.get("other", french.get("")))
    for text in (*english.values(), *french.values()):
        assert placeholders(text) <= placeholders(english.get("other", english.get("")))
        assert all(name.isidentifier() for name in placeholders(text))


def test_no_english_is_left_in_the_french() -> None:
    left = []
    for key in EN:
        english, french = forms(EN[key]), forms(FR[key])
        for form in english:
            same = english[form] == french.get(form)
            bare = re.sub(r"\{\w+\}|[^A-Za-z ]", " ", english[form]).strip()
            if same and bare and bare.lower() not in SAME and not any(name in english[form] for name in NAMES):
                left.append(f"{key}: {english[form]}")
    assert left == []
    english_words = re.compile(r"\b(the|and|with|which|from|of|not|are|shown|known|within|events?|by)\b", re.IGNORECASE)
    texts = [(key, text) for key in FR for text in forms(FR[key]).values()]
    # Outside of what must stay as typed: commands, addresses, and names of parameters and files.
    typed = re.compile(r"`[^`]*`|/api/[\w.]+|\{\w+\}|\w+_\w+(\.csv)?|\bof map\b|near=")
    said = [(key, typed.sub("", text)) for key, text in texts]
    assert [pair for pair in said if english_words.search(pair[1]) and not pair[0].startswith("command.")] == []


def test_french_is_set_as_french_is() -> None:
    for key in FR:
        for text in forms(FR[key]).values():
            bare = re.sub(r"https?://|`[^`]*`", "", text)
            assert not re.search(r" [;:?!»]|« |[^\s\u00a0\u202f][;?!»]|\d \d{3}|[\d}] km\b", bare), (key, text)
            assert "'" not in bare, (key, text)
            assert "..." not in bare, (key, text)


def test_english_is_set_as_english_is() -> None:
    for key in EN:
        for text in forms(EN[key]).values():
            assert not re.search(r" [;:?!]|[«»]|  |\.\.\.", text), (key, text)


# -- every word that the code asks for ------------------------------------------------------------------------------


def sources() -> list[Path]:
    files = [HOUSE / "app.py", *(f for name in ("geo", "ui", "pages") for f in (HOUSE / name).rglob("*.py"))]
    return [file for file in files if file.is_file() and "basemap" not in file.parts]


def asked_for() -> Iterator[tuple[str, str]]:
    """Each key that a call of ``t`` asks for, with ``{}`` where a part is computed."""
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "Phrase":
                yield from ((f"check.{a.value}", file.name) for a in node.args[:1] if isinstance(a, ast.Constant))
            elif name == "t":
                for argument in node.args[:2]:
                    for part in ast.walk(argument):
                        yield from ((key, file.name) for key in _keys(part))


def _keys(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[a-z]+\.[a-z_]+", node.value):
        yield node.value + ("{}" if node.value.endswith("_") else "")  # the rest is added
    elif isinstance(node, ast.JoinedStr):
        pattern = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        if re.match(r"[a-z{}]+\.", pattern):
            yield pattern


def test_every_word_that_the_code_asks_for_is_there() -> None:
    asked = sorted(set(asked_for()))
    assert len(asked) > 60
    lost = []
    for key, file in asked:
        pattern = re.compile(".+".join(re.escape(part) for part in key.split("{}")))
        if not any(pattern.fullmatch(known) for known in EN):
            lost.append(f"{file}: {key}")
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_the_model_has_a_word(language: str, curated: Dataset) -> None:
    wanted = [f"category.{category}" for category in CATEGORIES] + [f"group.{group}" for group in GROUPS]
    wanted += [f"view.precision_{precision}" for precision in PRECISIONS]
    wanted += [f"card.precision_{precision}" for precision in PRECISIONS]
    wanted += [f"filter.precision_{precision}" for precision in PRECISIONS if precision != "off_map"]
    wanted += [f"card.{verification}" for verification in VERIFICATIONS]
    wanted += [f"card.day_{precision}" for precision in DATE_PRECISIONS if precision != "day"]
    wanted += [f"site.kind_{kind}" for kind in SITE_KINDS] + [f"map.mode_{mode}" for mode in MODES]
    roles = {role for cell in curated.sites["role"] for role in cell.split("; ") if role}
    wanted += [f"site.role_{slug(role).replace('-', '_')}" for role in roles]
    assert [key for key in wanted if key not in catalogue(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("n", [0, 1, 2, 5, 1000, 1_000_000, 2_000_000])
def test_every_number_makes_a_sentence(language: str, n: int) -> None:
    for key, entry in catalogue(language).items():
        if not isinstance(entry, str):
            values = {name: "x" for name in placeholders(entry["other"])} | {"n": n}
            said = t(language, key, **values)
            assert said
            assert "{" not in said
            if "{n}" in entry["other"] and n > 1:
                assert number(language, n) in said


def test_one_and_many_events() -> None:
    assert [t("en", "view.events", n=n) for n in (0, 1, 2)] == ["0 events", "1 event", "2 events"]
    assert [t("fr", "view.events", n=n) for n in (0, 1, 2)] == ["0 événement", "1 événement", "2 événements"]
    assert t("fr", "view.events", n=1_000_000) == f"1{THIN}000{THIN}000 événements"


def test_a_value_with_braces_is_only_text() -> None:
    assert t("en", "view.q", q="{n} {0} {q.__class__}") == "with “{n} {0} {q.__class__}”"


def test_a_word_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        t("en", "view.nothing")
    assert "view.nothing" not in catalogue("fr")


# -- dates and numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, english, french",
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1204, "1,204", f"1{THIN}204"),
        (-1204, "-1,204", f"-1{THIN}204"),
        (1_000_000, "1,000,000", f"1{THIN}000{THIN}000"),
        (2.5, "2.5", "2,5"),
        (2.0, "2", "2"),
    ],
)
def test_numbers_take_the_readers_form(value: float, english: str, french: str) -> None:
    assert (number("en", value), number("fr", value)) == (english, french)


def test_decimals_are_as_many_as_asked_for() -> None:
    assert [number("en", 2.3456, digits=d) for d in (1, 2, 3)] == ["2.3", "2.35", "2.346"]


@pytest.mark.parametrize(
    "value, precision, english, french",
    [
        (date(2013, 7, 1), "day", "1 July 2013", "1er juillet 2013"),
        (date(2013, 7, 11), "day", "11 July 2013", "11 juillet 2013"),
        (date(2012, 2, 29), "day", "29 February 2012", "29 février 2012"),
        (date(2013, 7, 1), "month", "July 2013", "juillet 2013"),
        (date(2013, 7, 1), "year", "2013", "2013"),
    ],
)
def test_days_take_the_readers_form(value: date, precision: str, english: str, french: str) -> None:
    assert (day("en", value, precision), day("fr", value, precision)) == (english, french)


def test_short_days_abbreviate_the_month() -> None:
    assert day("en", date(2019, 9, 3), short=True) == "3 Sept 2019"
    assert day("fr", date(2019, 9, 3), short=True) == "3 sept. 2019"


@pytest.mark.parametrize(
    "start, end, precision, english, french",
    [
        (date(2019, 3, 23), date(2019, 3, 23), "day", "23 March 2019", "23 mars 2019"),
        (date(2019, 3, 23), date(2019, 3, 25), "day", "23–25 March 2019", "23–25 mars 2019"),
        (date(2019, 3, 1), date(2019, 3, 25), "day", "1–25 March 2019", "1er–25 mars 2019"),
        (date(2019, 3, 1), date(2019, 4, 1), "day", "1 March – 1 April 2019", "1er mars – 1er avril 2019"),
        (
            date(2018, 12, 31),
            date(2019, 1, 1),
            "day",
            "31 December 2018 – 1 January 2019",
            "31 décembre 2018 – 1er janvier 2019",
        ),
        (date(2019, 3, 1), date(2019, 5, 31), "month", "March – May 2019", "mars – mai 2019"),
        (date(2019, 3, 1), date(2019, 3, 31), "month", "March 2019", "mars 2019"),
        (date(2018, 3, 1), date(2019, 3, 31), "month", "March 2018 – March 2019", "mars 2018 – mars 2019"),
        (date(2018, 1, 1), date(2020, 12, 31), "year", "2018–2020", "2018–2020"),
        (date(2018, 1, 1), date(2018, 12, 31), "year", "2018", "2018"),
    ],
)
def test_a_span_says_what_both_ends_share_once(
    start: date, end: date, precision: str, english: str, french: str
) -> None:
    assert (period("en", start, end, precision), period("fr", start, end, precision)) == (english, french)


def test_lists_are_joined_as_the_language_does() -> None:
    assert listing("en", ["Gao", "Kidal", "Mopti"]) == "Gao, Kidal or Mopti"
    assert listing("fr", ["Gao", "Kidal", "Mopti"]) == "Gao, Kidal ou Mopti"
    assert listing("fr", ["Gao", "Kidal"], "standard") == "Gao et Kidal"
    assert listing("en", ["Gao"]) == "Gao"
    assert (language_name("fr", "ar"), language_name("en", "xx-none")) == ("arabe", "xx-none")


# -- text as people type it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, compared",
    [
        ("  Ménaka,  L’Énigme ", "menaka, l'enigme"),
        ("Œuvre ÆON", "oeuvre aeon"),
        ("Gourma‑Rharous", "gourma-rharous"),
        ("Me\u0301naka", "menaka"),
        ("a\u00a0b\u202fc", "a b c"),
        ("", ""),
    ],
)
def test_text_is_compared_without_accents_and_case(typed: str, compared: str) -> None:
    assert fold(typed) == compared


@settings(deadline=None, max_examples=100)
@given(text=st.text(max_size=40))
def test_a_file_name_has_only_safe_letters(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert len(slug(text)) <= 60
    assert all(word and not word.isspace() for word in words_of(text))
