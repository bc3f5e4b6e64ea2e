"""About the data: doubts, reconciliation, citation, change log and codebook, in both languages."""

from __future__ import annotations

import csv
import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.change_log import changes
from geo.dataset import FOLDER, load
from geo.schema import FILES
from geo.words import LANGUAGES, catalogue, t

PAGE = Path(__file__).parents[2] / "pages" / "data.py"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module", params=LANGUAGES)
def shown(request: pytest.FixtureRequest) -> tuple[str, str, AppTest]:
    at = AppTest.from_file(str(PAGE), default_timeout=90)
    at.query_params["lang"] = request.param
    at.run()
    assert not at.exception
    markup = "".join(found.proto.body for found in at.get("html"))
    return request.param, plain(unescape(re.sub(r"<[^>]*>", " ", markup))), at


def test_each_row_of_the_reconciliation_is_shown(shown: tuple[str, str, AppTest]) -> None:
    lang, said, _ = shown
    with (FOLDER / "un_deaths_reconciled.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert plain(row["explanation_fr" if lang == "fr" else "explanation"]) in said
    assert plain(t(lang, "about.deaths_table", n=len(rows))) in said
    for number in ("174", "170", "172"):
        assert number in said


def test_doubts_conventions_and_how_to_correct_are_said(shown: tuple[str, str, AppTest]) -> None:
    lang, said, _ = shown
    squeezed = " ".join(said.split())
    for key in catalogue(lang):
        if key.startswith(("about.gaps_", "about.conventions_", "about.correct_")) and key != "about.gaps_innovations":
            words = " ".join(plain(t(lang, key)).split())
            assert words.split(": ")[-1] in squeezed, key
    assert "14" in said and "104" in said


def test_the_codebook_names_every_column(shown: tuple[str, str, AppTest]) -> None:
    lang, said, at = shown
    markup = "".join(found.proto.body for found in at.get("html"))
    for file in FILES:
        assert f"<code>{file.name}</code>" in markup
        for column in file.columns:
            assert f"<code>{column.name}</code>" in markup
            assert plain(t(lang, f"codebook.{file.name.removesuffix('.csv')}_{column.name}")).replace("`", "") in said


def test_the_codebooks_words_are_those_of_the_model() -> None:
    english = catalogue("en")
    expected = {}
    for file in FILES:
        name = file.name.removesuffix(".csv")
        expected[f"codebook.{name}"] = file.meaning
        expected |= {f"codebook.{name}_{column.name}": column.meaning for column in file.columns}
    assert {key: word for key, word in english.items() if key.startswith("codebook.")} == expected


def test_the_data_are_cited_with_their_version(shown: tuple[str, str, AppTest]) -> None:
    lang, said, at = shown
    version = load().version
    assert version in said
    assert any(version in code.value and t(lang, "export.citation_title") in code.value for code in at.code)


def test_the_log_knows_the_version_of_the_data() -> None:
    version, found = load().version, changes("en")
    assert version in {change.version for change in found}, f"add a [[change]] with {version} to data/changes.toml"
    days = [change.day for change in found]
    assert days == sorted(days, reverse=True)
    assert len(changes("fr")) == len(found) and all(change.text for change in changes("fr"))


@pytest.mark.parametrize("text", ["", "[[change", "change = 3", "[[change]]\nversion = '1'", "\ufeff"])
def test_a_broken_log_takes_nothing_with_it(text: str, tmp_path: Path) -> None:
    (tmp_path / "changes.toml").write_text(text, encoding="utf-8")
    assert changes("en", tmp_path) == []
    assert changes("en", tmp_path / "nowhere") == []
