"""The view as one HTML file: what stands in it, what it may ask for, and how its scripts are put together."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn import curated

from geo.export.formats import make
from geo.export.order import Order
from geo.export.scripts import ScriptError, bundle
from geo.library import LIBRARY, Open
from geo.store import Store
from geo.view import View

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def built(view: View | None = None, opened: Open | None = None, **more: Any) -> str:
    return make(Order(opened or LIBRARY.open(), view or View(), made=date(2024, 2, 1), **more), "html")[1].decode()


def data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="atlas-data">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_curated_set_fits_a_bad_link(lang: str) -> None:
    assert len(built(View(lang=lang)).encode()) <= 1_500_000


def test_nothing_is_asked_of_any_other_address() -> None:
    html = built(link="https://atlas.example/")
    assert "default-src 'none'" in html and "connect-src" not in html
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", html)
    sheet = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert sheet and "http" not in sheet[1] and "images/" not in sheet[1]
    # Addresses stand only behind links that a reader clicks.
    assert '<a href="https://atlas.example/"' in html


def test_it_holds_the_events_of_the_view_and_says_what_the_page_says() -> None:
    view = View(region=("Kidal",), start=date(2014, 1, 1), lang="fr")
    html = built(view, note="Réservé & <b>court</b>", title="Kidal")
    summary = LIBRARY.open().store.summary(view)
    assert html.count("<li data-row=") == summary.events == len(data(html)["files"]["atlas:texts"]["ids"])
    assert "<h1>Kidal</h1>" in html and "Réservé &amp; &lt;b&gt;court&lt;/b&gt;" in html
    assert sum(sum(group) for group in data(html)["files"]["atlas:bars?bin=year"]["groups"].values()) == summary.events
    assert f"<dd>{summary.events}</dd>" in html


def test_a_view_of_nothing_is_a_page_too() -> None:
    html = built(View(q="no such words anywhere"))
    assert "<li data-row=" not in html and data(html)["files"]["atlas:texts"]["ids"] == []


def test_text_from_the_data_stays_text() -> None:
    events = curated().events.copy()
    events.loc[0, ["title", "title_fr", "description", "place"]] = HOSTILE
    html = built(opened=Open(Store(replace(curated(), events=events))), title=HOSTILE, note=HOSTILE)
    assert html.count("<script") == 3 and "<img" not in html
    assert data(html)["files"]["atlas:texts"]["titles"][0] == HOSTILE


def test_the_same_order_gives_the_same_bytes() -> None:
    assert built() == built()


# -- scripts put together --------------------------------------------------------------------------------------------


def bundled(folder: Path, **files: str) -> str:
    for name, code in files.items():
        (folder / f"{name}.js").write_text(code, encoding="utf-8")
    return bundle("here/main.js", {"here": folder})


def test_each_module_stands_once_and_before_those_that_need_it(tmp_path: Path) -> None:
    script = bundled(
        tmp_path,
        main='import { one, two as zwei } from "./parts.js";\nimport * as all from "./parts.js";\none(zwei, all);\n',
        parts='import "./deep.js";\nexport const one = 1;\nexport const [a, b] = [];\nconst two = 2;\nexport { two };',
        deep="export default function start() {}\n",
    )
    assert script.index("function start") < script.index("const one") < script.index("one(zwei")
    assert "const { one, two: zwei } = m1;" in script and "const all = m1;" in script
    assert "return { one: one, a: a, b: b, two: two };" in script and "default: start" in script


@pytest.mark.parametrize(
    "code",
    ['import a, { b } from "./x.js";', "export let a = 1;", 'export * from "./x.js";', 'const a = import("./x.js");']
    + ['import { a } from "elsewhere/x.js";', 'import { main } from "./main.js";'],
)
def test_a_form_that_is_not_known_is_refused(code: str, tmp_path: Path) -> None:
    with pytest.raises(ScriptError):
        bundled(tmp_path, main=f"{code}\n", x="export const b = 1;\n")
