"""The page of briefings in a browser: what is chosen is what is shown, and the download is what the API gives."""

from __future__ import annotations

import io
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from PIL import Image, ImageChops

from geo.export.order import PAGES
from geo.words import t

pytestmark = pytest.mark.browser

PATIENCE = 60_000


class Briefing:
    """The page: its choices by their stable keys, its preview and its download."""

    def __init__(self, page: Any, address: str, query: str) -> None:
        self.page, self.address = page, address
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/briefing?{query}")
        self.wait()

    def wait(self) -> None:
        """Wait until the preview stands and the script's run is over."""
        self.page.wait_for_function(
            """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
            && document.querySelector('.st-key-briefing_preview img')?.naturalWidth > 0""",
            polling=100,
        )

    def choose(self, field: str, option: str) -> None:
        self.page.locator(f".st-key-{field}").get_by_text(option, exact=True).click()

    def write(self, field: str, text: str) -> None:
        box = self.page.locator(f".st-key-{field}").locator("input, textarea").first
        box.fill(text)
        box.press("Control+Enter" if field == "briefing_note" else "Enter")

    def said(self, name: str, *values: str) -> None:
        """Wait until the address says these values of a parameter, and the page has followed."""
        self.page.wait_for_function(
            "([name, v]) => JSON.stringify(new URL(location.href).searchParams.getAll(name)) === JSON.stringify(v)",
            arg=[name, list(values)],
            polling=100,
        )
        self.wait()

    def asked(self, **more: str) -> str:
        """Return the page's address as the API is asked: the format is its suffix, and a table has 25 rows."""
        given = {"rows": ["25"]} | parse_qs(urlsplit(self.page.url).query) | {name: [v] for name, v in more.items()}
        suffix = given.pop("format", ["pdf"])[0]
        if suffix == "pptx":
            given.setdefault("page", ["16x9"])
        return f"{self.address}/api/briefing.{suffix}?{urlencode(given, doseq=True)}"

    def answer(self, **more: str) -> bytes:
        found = self.page.request.get(self.asked(**more))
        assert found.status == 200, found.text()
        return found.body()

    def download(self) -> tuple[str, bytes]:
        with self.page.expect_download(timeout=PATIENCE) as waiting:
            self.page.locator(".st-key-briefing_download button").click()
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()

    def picture(self) -> bytes:
        """Return the file that the preview shows."""
        source = self.page.locator(".st-key-briefing_preview img").get_attribute("src")
        return self.page.request.get(f"{self.address}{source}" if source.startswith("/") else source).body()


def pixels(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def same(one: bytes, two: bytes) -> bool:
    a, b = pixels(one), pixels(two)
    return a.size == b.size and ImageChops.difference(a, b).getbbox() is None


def test_a_picture_is_chosen_seen_and_taken_as_the_api_makes_it(page, serve):
    it = Briefing(page(accept_downloads=True), serve("app.py"), "region=Kidal&lang=en")
    it.choose("briefing_format", t("en", "briefing.format_png"))
    it.said("format", "png")
    it.choose("briefing_page", t("en", "briefing.page_16x9"))
    it.said("page", "16x9")
    it.write("briefing_title", "Kidal: the road north")
    it.said("title", "Kidal: the road north")
    it.write("briefing_note", "For the morning meeting.")
    it.said("note", "For the morning meeting.")
    name, content = it.download()
    assert name == f"MLI_kidal_16x9_{date.today():%Y%m%d}.png"
    assert same(content, it.answer()) and content == it.answer()
    assert pixels(content).width / pixels(content).height == pytest.approx(
        PAGES["16x9"][0] / PAGES["16x9"][1], rel=0.01
    )
    # What is shown is the same picture, once for the screen.
    assert same(it.picture(), it.answer(dpi="96"))


@pytest.mark.parametrize(("kind", "lang"), [("pdf", "fr"), ("pptx", "en")])
def test_pages_and_slides_are_those_of_the_api_byte_for_byte(page, serve, kind, lang):
    it = Briefing(page(accept_downloads=True), serve("app.py"), f"region=Kidal&from=2019&lang={lang}&rows=10")
    it.choose("briefing_format", t(lang, f"briefing.format_{kind}")) if kind != "pdf" else None
    if kind != "pdf":
        it.said("format", kind)
    it.choose("briefing_rows", "50")
    it.said("rows", "50")
    it.choose("briefing_page", t(lang, "briefing.page_4x3"))
    it.said("page", "4x3")
    name, content = it.download()
    assert name == f"MLI_kidal-from-2019_4x3_{date.today():%Y%m%d}.{kind}"
    assert content == it.answer()
    shown = pixels(it.picture())
    assert shown.width / shown.height == pytest.approx(4 / 3, rel=0.01)


def test_the_language_and_both_languages_are_choices_of_the_page(page, serve):
    it = Briefing(page(), serve("app.py"), "region=Gao&lang=en&format=png")
    english = it.picture()
    it.choose("language", "FR")
    it.said("lang", "fr")
    assert same(it.picture(), it.answer(dpi="96")) and not same(it.picture(), english)
    it.page.locator(".st-key-briefing_both label").first.click()
    it.said("both", "1")
    assert same(it.picture(), it.answer(dpi="96"))


def test_twenty_at_once_lose_none_and_leave_the_pages_alone(serve):
    address = serve("app.py")

    def ask(number: int) -> tuple[int, bytes]:
        query = urlencode({"from": 2012 + number % 10, "dpi": 96, "parts": "figures", "made": "2024-02-01"})
        with urllib.request.urlopen(f"{address}/api/briefing.png?{query}", timeout=120) as answer:
            return answer.status, answer.read()

    with ThreadPoolExecutor(20) as pool:
        waiting = [pool.submit(ask, number) for number in range(20)]
        slowest, asked = 0.0, 0
        while not all(one.done() for one in waiting):
            start = time.monotonic()
            with urllib.request.urlopen(f"{address}/api/summary.json?region=Gao", timeout=60) as answer:
                assert answer.status == 200
            slowest, asked = max(slowest, time.monotonic() - start), asked + 1
            time.sleep(0.05)
    found = [one.result() for one in waiting]
    assert {status for status, _ in found} == {200}
    assert [content for _, content in found[:10]] == [content for _, content in found[10:]]
    assert len({content for _, content in found}) == 10
    # Whoever waits for a file keeps no thread from a page: a question of another kind comes in between, not after.
    assert asked >= 5 and slowest < 5
