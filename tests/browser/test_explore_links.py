"""A link opens the view that it was made from, in any browser, in its language; what it gets wrong is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.dataset import load
from geo.export.formats import FORMATS
from geo.words import catalogue, t

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

EVENT = "2019-03-23-ogossagou-attack"
FULL = {
    "from": ["2018"],
    "to": ["2019-06"],
    "region": ["Mopti", "Gao"],
    "category": ["attack_on_civilians", "local_agreement"],
    "verified": ["1"],
    "near": ["route-du-poisson"],
    "within_km": ["120"],
    "event": [EVENT],
    "mode": ["events"],
    "lang": ["fr"],
}
#: Everything that a reader may see or hear: texts, and the attributes that are read out or shown on hover.
TEXTS = """() => {
  const found = [];
  const walk = node => {
    if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent);
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(node.tagName)) return;
      for (const name of ["title", "aria-label", "aria-valuetext", "placeholder", "alt"])
        if (node.hasAttribute(name)) found.push(node.getAttribute(name));
      if (node.shadowRoot) walk(node.shadowRoot);
    }
    for (const child of node.childNodes) walk(child);
  };
  walk(document.body);
  return found.map(text => text.trim()).filter(Boolean);
}"""


def query(params: dict[str, list[str]]) -> str:
    return "&".join(f"{name}={value}" for name, values in params.items() for value in values)


def phrases(entry: object) -> Iterator[str]:
    """Yield the wordings of an entry of the catalogue."""
    yield from (entry.values() if isinstance(entry, dict) else [str(entry)])


def test_a_link_opens_the_same_view_in_another_browser(explore):
    first = explore(query(FULL))
    second = explore(first.query, locale="de-DE")
    for it in (first, second):
        found = it.expect_linked()
        assert 0 < found["events"] < 20
        assert it.atlas("shown") == found["placed"]
        it.wait_atlas("selected", EVENT)
        expect(it.card).to_have_attribute("data-event", EVENT)
        expect(it.frame.get_by_role("radio", checked=True)).to_have_text(t("fr", "map.mode_events"))
        expect(it.handle(t("fr", "timeline.window"))).to_have_attribute("aria-valuetext", re.compile("2018.*juin 2019"))
        expect(it.filter("region")).to_contain_text("Mopti")
        expect(it.filter("near").get_by_role("combobox")).to_have_value("Route du Poisson")
        assert it.filter("within").get_by_role("spinbutton").input_value() == "120"
        lat, lon = load().events.set_index("id").loc[EVENT, ["lat", "lon"]]
        assert it.in_view(lat, lon)
        assert {name: sorted(values) for name, values in it.params.items()} == {n: sorted(v) for n, v in FULL.items()}
    assert first.sentence == second.sentence


def test_the_link_that_the_page_offers_is_that_of_the_view(explore):
    it = explore("region=Gao&verified=1&lang=en")
    it.page.locator(".table .row:not(.waiting)").nth(1).click()
    it.card.wait_for()
    chosen = it.card.get_attribute("data-event")
    it.wait_param("event", chosen)
    it.part("link_menu").get_by_role("button").click()
    offered = it.page.get_by_test_id("stPopoverBody").locator("code").inner_text()
    assert offered.startswith(it.address)
    said = {"region": ["Gao"], "verified": ["1"], "event": [chosen], "lang": ["en"]}
    assert parse_qs(urlsplit(offered).query) == said
    other = explore(urlsplit(offered).query)
    expect(other.card).to_have_attribute("data-event", chosen)
    assert other.sentence == it.sentence


def test_what_a_link_gets_wrong_is_named_and_everything_else_is_shown(explore):
    it = explore("region=Atlantis&from=abc")
    warning = it.page.get_by_test_id("stAlert")
    expect(warning).to_contain_text("region=Atlantis")
    expect(warning).to_contain_text("from=abc")
    assert it.sentence == t("en", "view.all", n=429)
    it.wait_atlas("shown", 384)
    assert it.figures()[0] == "429"
    # It goes with the next change, which writes a sound address.
    it.choose("region", "Gao")
    it.wait_param("region", "Gao")
    it.wait_param("from")
    expect(warning).to_have_count(0)
    it.expect_linked()


def test_a_link_that_is_half_right_keeps_its_right_half(explore):
    it = explore("region=Atlantis&region=gao&from=2018&rgeion=Gao&killed_min=-1&lang=fr&event=no-such-event")
    warning = it.page.get_by_test_id("stAlert")
    for bad in ("region=Atlantis", "rgeion", "killed_min=-1", "event=no-such-event"):
        expect(warning).to_contain_text(bad)
    assert it.summary("region=Gao&from=2018&lang=fr")["sentence"] == it.sentence
    it.wait_atlas("shown", it.summary("region=Gao&from=2018")["placed"])
    expect(it.card).to_have_count(0)


def test_bad_values_are_shown_as_text_and_never_as_markup(explore):
    nasty = "<img src=x onerror=window.hacked=1> **b** [x](javascript:a)"
    it = explore(f"region={nasty}&from={nasty}&q={nasty}".replace("%", "%25"))
    warning = it.page.get_by_test_id("stAlert")
    expect(warning).to_contain_text(f"region={nasty}")
    expect(warning).to_contain_text(f"from={nasty}")
    assert nasty in it.sentence
    assert it.page.evaluate("window.hacked") is None and it.frame.evaluate("window.hacked") is None
    assert it.page.locator("img[src=x], a[href^=javascript]").count() == 0


def test_an_event_outside_of_its_own_links_filters_is_not_selected(explore):
    it = explore(f"region=Kidal&event={EVENT}")
    it.wait_atlas("selected", None)
    expect(it.card).to_have_count(0)
    assert it.summary("region=Kidal")["sentence"] == it.sentence


def test_in_french_everything_is_french(explore):
    it = explore(f"lang=fr&event={EVENT}", locale="en-GB")
    it.expect_linked()
    expect(it.page.locator("html")).to_have_attribute("lang", "fr")
    assert it.page.title() == t("fr", "page.title")
    it.frame.get_by_role("button", name=t("fr", "map.layers")).click()
    it.part("link_menu").get_by_role("button").click()
    it.page.get_by_test_id("stPopoverBody").wait_for()
    seen = it.page.evaluate(TEXTS) + it.frame.evaluate(TEXTS)
    it.page.keyboard.press("Escape")
    it.part("export_menu").get_by_role("button").click()
    it.page.get_by_test_id("stPopoverBody").wait_for()
    seen += it.page.evaluate(TEXTS)
    assert len(seen) > 200
    english, french = catalogue("en"), catalogue("fr")
    own = {word for entry in french.values() for word in phrases(entry)}
    foreign = {
        word: key
        for key, entry in english.items()
        for word in phrases(entry)
        if word not in own and "{" not in word and "#" not in word and len(word) > 3 and not key.startswith("command.")
    }
    everything = "\n".join(seen)
    del foreign[english["page.title"]]  # the attribution of the map's data, which names us as their maker
    left = {word: key for word, key in foreign.items() if word in seen or (" " in word and word in everything)}
    assert left == {}
    events = load().events
    titles = set(events["title"]) - set(events["title_fr"])
    assert not titles.intersection(seen)
    assert it.card.locator("h2").inner_text() == events.set_index("id").loc[EVENT, "title_fr"]
    # What Streamlit itself would say in English about a figure or a date.
    assert not re.search(r"\b\d{1,2} (January|February|March|April|May|June|July|August|December)\b", everything)
    assert not re.search(r"\b\d{1,3},\d{3}\b", everything)


def test_a_french_browser_is_answered_in_french_and_the_switch_changes_everything(explore):
    it = explore(locale="fr-FR")
    assert it.sentence == t("fr", "view.all", n=429)
    it.part("head").get_by_role("radio", name="EN").click()
    it.wait_param("lang", "en")
    it.expect_linked()
    expect(it.page.locator("html")).to_have_attribute("lang", "en")
    expect(it.frame.get_by_role("radio", checked=True)).to_have_text("Places")
    expect(it.handle("First day")).to_have_attribute("aria-valuetext", "1 January 2012")
    it.part("head").get_by_role("radio", name="FR").click()
    it.wait_param("lang", "fr")
    it.expect_linked()
    expect(it.frame.get_by_role("radio", checked=True)).to_have_text(t("fr", "map.mode_places"))
    expect(it.handle(t("fr", "timeline.from"))).to_have_attribute("aria-valuetext", re.compile("1(er)? janvier 2012"))
    it.page.reload()
    expect(it.part("view_sentence")).to_have_text(t("fr", "view.all", n=429))


def test_an_english_link_stays_english_in_a_french_browser(explore):
    it = explore("region=Gao&lang=en", locale="fr-FR")
    assert it.sentence == it.summary("region=Gao&lang=en")["sentence"]


def test_exports_in_the_menu_hold_the_view(explore):
    it = explore("region=Mopti&category=local_agreement")
    total = it.expect_linked()["events"]
    it.part("export_menu").get_by_role("button").click()
    links = it.page.get_by_test_id("stPopoverBody").get_by_role("link")
    expect(links).to_have_count(len(FORMATS))
    addresses = {link.get_attribute("data-format"): link.get_attribute("href") for link in links.all()}
    assert set(addresses) == set(FORMATS)
    assert len(it.page.request.get(it.address + addresses["geojson"]).json()["features"]) == total
    with it.page.expect_download() as download:
        links.filter(has_text="CSV").click()
    assert download.value.suggested_filename.startswith("MLI_mopti")
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == total + 1


def test_link_and_citation_are_copied(explore):
    it = explore("region=Kidal&lang=fr", permissions=["clipboard-read", "clipboard-write"])
    it.part("export_menu").get_by_role("button").first.click()
    menu = it.page.get_by_test_id("stPopoverBody")
    menu.get_by_role("button", name=t("fr", "share.copy_link"), exact=True).click()
    expect(menu.get_by_role("status")).to_have_text(t("fr", "share.link_copied"))
    link = it.page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"region": ["Kidal"], "lang": ["fr"]}
    menu.get_by_role("button", name=t("fr", "share.copy_citation"), exact=True).click()
    expect(menu.get_by_role("status")).to_have_text(t("fr", "share.citation_copied"))
    citation = it.page.evaluate("navigator.clipboard.readText()")
    assert it.sentence in citation and load().version in citation and citation.endswith(link)


def test_the_picture_is_copied_as_a_picture(explore):
    it = explore("region=Kidal", permissions=["clipboard-read", "clipboard-write"])
    it.part("export_menu").get_by_role("button").first.click()
    menu = it.page.get_by_test_id("stPopoverBody")
    menu.get_by_role("button", name=t("en", "share.copy_picture"), exact=True).click()
    expect(menu.get_by_role("status")).to_have_text(t("en", "share.picture_copied"))
    kinds = it.page.evaluate("navigator.clipboard.read().then(items => items.flatMap(item => item.types))")
    assert kinds == ["image/png"]


def test_presentation_shows_the_slide_alone_and_escape_returns(explore):
    it = explore("region=Mopti", width=1920, height=1080)
    it.page.keyboard.press("Shift+P")
    it.wait_param("present", "1")
    for key in ("view_sentence", "view_figures", "event_map", "timeline_brush", "presenting"):
        box = it.part(key).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 1920 and box["y"] + box["height"] <= 1080, key
    for key in ("filter_panel", "event_table", "export_menu", "link_menu", "head_pages"):
        expect(it.part(key)).to_be_hidden()
    frame = it.part("event_map").locator("iframe").bounding_box()
    assert frame["x"] + frame["width"] <= 1920 and frame["width"] > 1700
    it.page.keyboard.press("Escape")
    expect(it.part("event_table")).to_be_visible()
    assert "present" not in parse_qs(urlsplit(it.page.url).query)
