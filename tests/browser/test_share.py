"""The export menu's copies: link, citation and picture arrive on the clipboard, in both languages."""

from __future__ import annotations

import pytest

from geo.words import LANGUAGES, t

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", LANGUAGES)
def test_link_citation_and_picture_are_copied(explore, lang):
    it = explore(f"region=Kidal&lang={lang}", permissions=["clipboard-read", "clipboard-write"])
    page = it.page
    page.get_by_role("button", name=t(lang, "page.export")).click()
    page.bring_to_front()

    def copy(kind: str) -> None:
        page.get_by_role("button", name=t(lang, f"share.copy_{kind}"), exact=True).click()
        page.get_by_text(t(lang, f"share.{kind}_copied"), exact=True).wait_for(timeout=60_000)

    copy("link")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url
    copy("citation")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert link in cited and it.sentence.split(" · ")[0] in cited
    assert it.summary()["data_version"] in cited
    copy("picture")
    size = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const bitmap = await createImageBitmap(await item.getType("image/png"));
          return [bitmap.width, bitmap.height];
        }"""
    )
    assert size[0] > 2000 and size[0] / size[1] == pytest.approx(297 / 210, rel=0.01)
