"""What Explore does with data that are poisoned, broken or missing, and with a server that does not answer."""

from __future__ import annotations

import csv
import json
import re
import shutil
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from explore_page import Explore

from geo import dataset, validation
from geo.schema import FILES
from geo.words import t

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

#: HTML, Markdown, Streamlit's own marks, and what JavaScript's `replace` and Python's `format` would take for theirs.
NASTY = (
    '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> **bold** [x](javascript:alert(1)) '
    "$x$ :red[x] :material/home: &lt;i&gt;j $& {n} %s"
)
#: An address that passes the codebook, yet would break out of an attribute.
NASTY_URL = "https://example.org/\"onmouseover='window.hacked=1'><img/src=x/onerror=window.hacked=1>"
#: Columns that other files must repeat or that must be among the model's names; cercles are poisoned in all files.
KEPT = {("admin_names.csv", "name"), ("events.csv", "cercle"), ("sites.csv", "cercle")}
MARKUP = """() => {
  const found = [];
  const walk = root => {
    for (const node of root.querySelectorAll("*")) {
      const href = node.getAttribute("href") ?? "";
      if (node.matches("img[src=x], img[src$='/x'], [onmouseover], [onerror]")) found.push(node.outerHTML);
      if (/^javascript:/i.test(href)) found.push(node.outerHTML);
      if (node.matches("strong, b, em") && node.textContent === "bold") found.push(node.outerHTML);
      const marked = node.matches(".katex, .stMarkdownColoredText") && /^[$x]+$/.test(node.textContent);
      if (marked) found.push(node.outerHTML);
      if (node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(document);
  return found;
}"""


def rewrite(folder: Path, name: str, change) -> None:
    """Rewrite a data file row by row: ``change(row)`` alters a row, which is a dict, in place."""
    path = folder / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        change(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def copied(folder: Path) -> Path:
    shutil.copytree(dataset.FOLDER, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def poisoned(serve, tmp_path_factory) -> str:
    """A server of the data with the poison in every text that validation lets through."""
    folder = copied(tmp_path_factory.mktemp("poisoned"))
    for file in FILES:
        texts = [c.name for c in file.columns if c.kind == "text" and (file.name, c.name) not in KEPT]
        lists = [c.name for c in file.columns if c.kind == "list"]

        def change(row, file=file, texts=texts, lists=lists) -> None:
            for column in texts:
                if row[column]:
                    row[column] = f"{row[column]} {NASTY}"
            for column in lists:
                if row[column] not in ("", "none"):
                    row[column] = "; ".join(f"{part} {NASTY}" for part in validation.split(row[column]))
            if file.name in ("events.csv", "sites.csv") and row["cercle"]:
                row["cercle"] += f" {NASTY}"
            if file.name == "admin_names.csv" and row["level"] == "cercle":
                row["name"] += f" {NASTY}"

        rewrite(folder, file.name, change)
    rewrite(folder, "sources.csv", lambda row: row.update(url=f"{NASTY_URL}#{row['id']}"))
    assert dataset.check(folder) == []
    return serve("app.py", ATLAS_DATA_FOLDER=str(folder))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_poison_in_every_text_is_shown_as_text_everywhere(explore, poisoned, lang):
    events = dataset.load().events
    chosen = events[(events["place"] == "Gao") & events["lat"].notna()].iloc[0]
    suffix = "_fr" if lang == "fr" else ""
    it = explore(f"lang={lang}&event={chosen['id']}", address=poisoned)

    def expect_harmless() -> None:
        for frame in it.page.frames:
            assert frame.evaluate("window.hacked") is None
            assert frame.evaluate(MARKUP) == []

    def expect_text(place) -> None:
        expect(place).to_contain_text(NASTY)
        expect_harmless()

    expect(it.card.locator("h2")).to_have_text(f"{chosen[f'title{suffix}']} {NASTY}")
    for part in (it.card, it.card.locator(".atlas-sources a").first, it.card.locator(".atlas-facts")):
        expect_text(part)
    for href in it.card.locator("a").evaluate_all("links => links.map(link => link.protocol)"):
        assert href in ("http:", "https:")
    expect_text(it.row(chosen[f"title{suffix}"]).first.locator(".title"))
    expect_text(it.row(chosen[f"title{suffix}"]).first.locator(".place"))

    # The map: tip, list, and the tip of one event.
    it.look_at(chosen["lat"], chosen["lon"], 9)
    it.page.mouse.move(*it.point(chosen["lat"], chosen["lon"]))
    expect_text(it.frame.locator(".atlas-tip"))
    it.click_map(chosen["lat"], chosen["lon"])
    listed = it.frame.locator(".atlas-list")
    expect_text(listed.locator("strong"))
    expect_text(listed.locator(".atlas-list-title").first)
    listed.locator("li button").nth(1).click()
    expect(it.card).not_to_have_attribute("data-event", chosen["id"])
    expect_text(it.card.locator("h2"))
    listed.locator(".atlas-list-close").click()

    # The timeline's marks.
    mark = it.page.locator(".brush").get_by_role("button", name=NASTY).first
    mark.hover(force=True)  # the lane of the marks answers for them
    mark.focus()
    expect_harmless()

    # The panel: what is offered, chosen, and said in the sentence.
    for field in ("cercle", "actor", "near"):
        it.settle()  # a list that opens while its choices change may be empty
        it.filter(field).get_by_role("combobox").scroll_into_view_if_needed()
        it.page.wait_for_timeout(100)
        it.filter(field).get_by_role("combobox").click()
        option = it.page.get_by_role("option", name=NASTY).first
        expect_text(option)
        option.click()
        it.wait_param_set(field)
        it.page.keyboard.press("Escape")
        expect_harmless()
    expect(it.part("view_sentence")).to_contain_text(NASTY)
    it.filter("q").get_by_role("textbox").fill(NASTY[:60])
    it.page.keyboard.press("Enter")
    it.wait_param_set("q")
    expect(it.part("view_sentence")).to_contain_text(NASTY[:60])
    for menu in ("link_menu", "export_menu"):
        it.part(menu).get_by_role("button").first.click()
        it.page.get_by_test_id("stPopoverBody").wait_for()
        expect_harmless()
        it.page.keyboard.press("Escape")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_poison_in_a_site_is_shown_as_text(explore, poisoned, lang):
    site = dataset.load().sites.set_index("id").loc["gao"]
    it = explore(f"lang={lang}&site=gao&mode=events", address=poisoned)
    expect(it.card.locator("h2")).to_have_text(f"{site['name_fr' if lang == 'fr' else 'name']} {NASTY}")
    for part in (it.card.locator("p").nth(1), it.card.locator(".atlas-facts"), it.card.locator(".atlas-sources")):
        expect(part).to_contain_text(NASTY)
    it.look_at(site["lat"], site["lon"], 9)
    it.frame.get_by_role("button", name=t(lang, "map.layers")).click()
    it.frame.get_by_role("checkbox", name=t(lang, "map.layer_events"), exact=True).uncheck()
    it.frame.get_by_role("button", name=t(lang, "map.layers")).click()
    it.redrawn()
    it.page.mouse.move(*it.point(site["lat"], site["lon"]))
    expect(it.frame.locator(".atlas-tip")).to_contain_text(NASTY)
    for frame in it.page.frames:
        assert frame.evaluate("window.hacked") is None
        assert frame.evaluate(MARKUP) == []


def health(address: str) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(f"{address}/api/health", timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_a_broken_row_is_named_in_a_sentence_and_mending_it_needs_no_restart(page, explore, serve, tmp_path_factory):
    folder = copied(tmp_path_factory.mktemp("broken"))
    seventh = dataset.load().events.iloc[5]["id"]

    def region(value: str) -> None:
        rewrite(folder, "events.csv", lambda row: row["id"] == seventh and row.update(region=value))

    before = dataset.load().events.iloc[5]["region"]
    region("Atlantis")
    address = serve("app.py", ATLAS_DATA_FOLDER=str(folder))
    status, said = health(address)
    assert status >= 500 and said["status"] != "ok"
    assert all(word in said["error"] for word in ("events.csv", "row 7", "region", "Atlantis"))
    for lang in ("en", "fr"):
        shown = page()
        shown.goto(f"{address}/?lang={lang}")
        body = shown.get_by_test_id("stMain")
        expect(body).to_contain_text(t(lang, "page.data_error"))
        row, column = t(lang, "check.row", row="7"), t(lang, "check.column", column="region")
        expect(body).to_contain_text(f"events.csv, {row}, {column}")
        expect(body).to_contain_text("Atlantis")
        expect(body).to_contain_text("Kayes, Koulikoro, Bamako")
        assert "Traceback" not in body.inner_text() and "geo/" not in body.inner_text()
        assert shown.locator("[data-testid=stException]").count() == 0
    region(before)
    assert health(address)[0] == 200
    explore(address=address).expect_linked()


def test_without_the_optional_files_the_rest_works_and_says_what_is_missing(explore, serve, tmp_path_factory):
    folder = copied(tmp_path_factory.mktemp("meagre"))
    optional = [file.name for file in FILES if not file.required]
    assert "mandates.csv" in optional and "claims.csv" in optional
    for name in optional:
        (folder / name).unlink()
    it = explore(address=serve("app.py", ATLAS_DATA_FOLDER=str(folder)))
    assert it.expect_linked()["events"] == 429
    expect(it.page.get_by_test_id("stMain")).to_contain_text("mandates.csv")
    assert it.page.locator(".brush").get_by_role("button", name=re.compile("^Resolution")).count() == 0
    it.choose("region", "Gao")
    it.wait_param("region", "Gao")
    it.expect_linked()


@pytest.mark.parametrize("layer", ["rivers", "country", "routes"])
def test_a_layer_of_the_map_that_does_not_come_is_named_and_the_rest_is_drawn(page, serve, layer):
    it = Explore(page(), serve("app.py"))
    it.page.route(f"**/{layer}.geojson*", lambda route: route.abort())
    it.open()
    warning = it.frame.locator(".atlas-warning")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text(re.compile(layer, re.IGNORECASE))
    it.wait_atlas("shown", 384)
    assert sum(it.colours("atlas-events").values()) > 1000
    assert sum(it.colours("atlas-lines").values()) > 500


@pytest.mark.parametrize(("path", "key"), [("events.bin", "events_missing"), ("sites.geojson*", "sites_missing")])
def test_events_or_sites_that_do_not_come_are_missed_in_words(page, serve, path, key):
    it = Explore(page(), serve("app.py"))
    it.page.route(f"**/{path}", lambda route: route.abort())
    it.open(ready=False)
    expect(it.part("view_sentence")).to_have_text(t("en", "view.all", n=429))
    frame = it.page.frame_locator(".st-key-event_map iframe")
    expect(frame.get_by_text(t("en", f"map.{key}"))).to_be_visible(timeout=30_000)
    # Table and brush stand all the same.
    expect(it.page.locator(".table .row:not(.waiting)").first).to_be_visible()
    expect(it.handle("First day")).to_be_visible()


def test_rows_that_do_not_come_can_be_asked_for_again(page, serve):
    it = Explore(page(), serve("app.py"))
    it.page.route("**/rows.json*", lambda route: route.abort())
    it.open(ready=False)
    expect(it.page.get_by_text(t("en", "table.failed")).first).to_be_visible()
    it.page.unroute("**/rows.json*")
    it.page.get_by_role("button", name=t("en", "table.retry")).click()
    expect(it.page.locator(".table .row:not(.waiting)").first).to_be_visible()
