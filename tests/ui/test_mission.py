"""The page of the Mission: every claim by its own link with its events and verdict, in both languages."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.claims import claims
from geo.dataset import FOLDER, load
from geo.words import t

PAGE = Path(__file__).parents[2] / "pages" / "mission.py"


@pytest.fixture(scope="module")
def page() -> AppTest:
    """One session for all links, as a reader's tab that goes from link to link."""
    return AppTest.from_file(str(PAGE), default_timeout=90)


def opened(at: AppTest, **asked: str) -> AppTest:
    at.query_params.clear()
    for parameter, value in ({"lang": "en"} | asked).items():
        at.query_params[parameter] = value
    at.run()
    assert not at.exception
    return at


def charts(at: AppTest) -> str:
    found = (json.loads(e.proto.json) for e in at.get("bidi_component") if e.proto.json)
    return "".join(data["markup"] for data in found if isinstance(data, dict) and "markup" in data)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def words(at: AppTest) -> str:
    markup = "".join(found.proto.body for found in at.get("html")) + charts(at)
    return plain(unescape(re.sub(r"<[^>]*>", " ", markup)))


def shown_events(at: AppTest) -> list[str]:
    return re.findall(r'data-event="([^"]+)"', charts(at))


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("theme", sorted({row["theme"] for row in rows("claims.csv")}))
def test_each_claim_is_reached_by_its_link(theme: str, page: AppTest) -> None:
    data, notes, links = load(), rows("claim_notes.csv"), rows("claim_events.csv")
    for number, row in enumerate(row for row in rows("claims.csv") if row["theme"] == theme):
        lang = ("en", "fr")[number % 2]
        suffix = "_fr" if lang == "fr" else ""
        at = opened(page, claim=row["id"], lang=lang)
        (article,) = [h.proto.body for h in at.get("html") if f'data-claim="{row["id"]}"' in h.proto.body]
        said = unescape(article)
        assert row[f"statement{suffix}"] in said
        assert row[f"how_to_check{suffix}"] in said
        assert t(lang, f"mission.verdict_{claims(data, lang)[row['id']].verdict}") in said
        for note in notes:
            if note["claim_id"] == row["id"]:
                assert note[f"note{suffix}"] in said
        expected = sorted(link["event_id"] for link in links if link["claim_id"] == row["id"])
        assert sorted(shown_events(at)) == expected
        assert 'aria-current="true"' in charts(at)
        assert not at.warning
        assert len(at.get("component_instance")) == 1  # the map


def test_the_rules_are_shown_with_the_number_of_claims_of_each_verdict(page: AppTest) -> None:
    for lang in ("en", "fr"):
        at = opened(page, lang=lang)
        for verdict in ("supported", "qualified", "contested", "stated"):
            assert plain(t(lang, f"mission.rule_{verdict}")) in words(at)
        assert len(re.findall(r'data-choice="c\d', charts(at))) == 2 * 104  # the list, and all at a glance


def test_the_list_is_narrowed_by_theme_and_verdict(page: AppTest) -> None:
    at = opened(page, theme="peace_agreement", verdict="qualified")
    listed = re.findall(r'class="claim" href="[^"]*" data-choice="(c\d+)"', charts(at))
    data = claims(load(), "en").values()
    expected = [c.id for c in data if c.theme == "peace_agreement" and c.verdict == "qualified"]
    assert listed == expected
    assert expected


def test_a_claim_that_is_not_there_is_reported(page: AppTest) -> None:
    at = opened(page, claim="c999", theme="peace")
    assert len(at.warning) == 1
    assert "claim=c999" in plain(at.warning[0].value).replace("\\", "")
    assert "theme=peace" in plain(at.warning[0].value).replace("\\", "")


def test_the_filters_of_other_pages_stay_and_change_nothing_here(page: AppTest) -> None:
    at = opened(page, claim="c016", region="Kidal", to="2012")
    assert len(shown_events(at)) == 6
    assert at.query_params["region"] in ("Kidal", ["Kidal"])


def test_the_links_of_a_claim_lead_to_its_view(page: AppTest) -> None:
    at = opened(page, claim="c016", lang="fr")
    queries = [link.proto.query_string for link in at.get("page_link") if "claim=c016" in link.proto.query_string]
    assert len(queries) == 2
    assert all("lang=fr" in query for query in queries)
