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
from geo.stories import load as load_stories
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


def test_an_event_chosen_among_the_evidence_has_its_card(page: AppTest) -> None:
    event = "2019-03-23-ogossagou-attack"
    at = opened(page, claim="c028", event=event)
    assert any(f'data-event="{event}"' in h.proto.body and "<article" in h.proto.body for h in at.get("html"))
    assert re.search(rf'class="event selected" [^>]*data-event="{event}"|data-event="{event}"[^>]*selected', charts(at))


def test_what_is_exported_is_what_the_part_shows(page: AppTest) -> None:
    for asked, said in (
        ({"claim": "c016"}, "claim=c016"),
        ({"part": "agreements"}, "category=local_agreement"),
        ({"story": "ten-years", "step": "6"}, "near=ogossagou"),
    ):
        at = opened(page, **asked)
        menu = [h.proto.body for h in at.get("html") if "/api/briefing.pdf" in h.proto.body]
        assert menu and said in unescape(menu[0])


# -- the other parts -----------------------------------------------------------------------


def chart(at: AppTest, key: str) -> str:
    found = [e.proto for e in at.get("bidi_component") if f"{key}_chart" in e.proto.id]
    return str(json.loads(found[0].json)["markup"])


def buttons(at: AppTest) -> dict[str, object]:
    return {button.key: button for button in at.button}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_link_of_each_step_shows_it(lang: str, page: AppTest) -> None:
    (story,) = load_stories(load())
    total = len(story.steps)
    for number, step in enumerate(story.steps, start=1):
        at = opened(page, story=story.id, step=str(number), lang=lang)
        (told,) = [h.proto.body for h in at.get("html") if "data-step=" in h.proto.body]
        assert f'data-step="{number}"' in told
        assert step.texts[lang] in unescape(told)
        assert set(step.events) <= set(shown_events(at))
        assert buttons(at)["story_back"].disabled == (number == 1)
        assert buttons(at)["story_on"].disabled == (number == total)
        (map_,) = at.get("component_instance")
        state = json.dumps(list(step.bounds))[1:-1]
        assert state.replace(" ", "") in map_.proto.json_args.replace(" ", "")
        assert not at.warning


def test_buttons_go_from_step_to_step_and_the_address_follows(page: AppTest) -> None:
    at = opened(page, story="ten-years", step="3")
    buttons(at)["story_on"].click().run()
    assert at.query_params["step"] in ("4", ["4"])
    buttons(at)["story_back"].click().run()
    buttons(at)["story_back"].click().run()
    assert at.query_params["step"] in ("2", ["2"])
    assert not at.exception


def test_every_step_has_a_way_out_into_explore(page: AppTest) -> None:
    at = opened(page, story="ten-years", step="6", lang="fr")
    queries = [link.proto.query_string for link in at.get("page_link") if "near=ogossagou" in link.proto.query_string]
    (query,) = queries
    assert "from=2019" in query and "to=2021" in query and "lang=fr" in query
    assert "story" not in query and "step" not in query


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_chart_has_a_text_alternative_and_a_table(lang: str, page: AppTest) -> None:
    at = opened(page, part="figures", lang=lang)
    keys = ("military", "police", "cumulative", "yearly", "budget", "projects", "bases")
    for key in keys:
        markup = chart(at, f"figures_{key}")
        assert re.search(r'<svg[^>]* role="img" aria-label="[^"]{20,}"', markup), key
        assert "<table" in markup, key
    assert charts(at).count(t(lang, "mission.no_source")) > 5


def test_no_chart_mixes_deaths_in_a_year_with_deaths_so_far(page: AppTest) -> None:
    at = opened(page, part="figures")
    cumulative, yearly = chart(at, "figures_cumulative"), chart(at, "figures_yearly")
    for metric in ("all", "malicious", "other"):
        word = t("en", f"mission.metric_fatalities_cumulative_{metric}")
        assert word in cumulative and word not in yearly
    word = t("en", "mission.metric_fatalities_year_malicious")
    assert word in yearly and word not in cumulative
    # 2013, 2014 and 2023 are gaps: shaded, without a bar.
    assert len(re.findall(r'class="gap"', yearly)) == 3
    assert len(re.findall(r'class="level bar', yearly)) == 8


def test_bases_are_sorted_and_the_withdrawal_goes_step_by_step(page: AppTest) -> None:
    at = opened(page, part="figures", sort="closing", closure="2")
    names = re.findall(r'class="place">([^<]+)</text>|<text[^>]*>([^<]+)</text></a>', chart(at, "figures_bases"))
    assert [a or b for a, b in names][0] == "Léré"
    markup = chart(at, "closure_choice")
    assert markup.count('class="shut"') == 2
    buttons(at)["closure_on"].click().run()
    assert chart(at, "closure_choice").count('class="shut"') == 3


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_innovation_has_its_events_or_is_said_to_be_the_articles(lang: str, page: AppTest) -> None:
    at, data = opened(page, part="innovations", lang=lang), load()
    found = [claim for claim in claims(data, lang).values() if claim.theme == "innovation"]
    for claim in found:
        assert claim.statement in unescape(charts(at))
    stated = [c for c in found if c.verdict == "stated"]
    assert plain(unescape(charts(at))).count(plain(t(lang, "mission.as_stated"))) == len(stated)


def test_agreements_stand_against_the_articles_number(page: AppTest) -> None:
    at = opened(page, part="agreements")
    said = words(at)
    for number in ("> 30", "35", "16"):
        assert number in said
    assert len(set(shown_events(at))) == 35
