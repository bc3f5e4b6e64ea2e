"""Text that reaches the page as HTML can only ever be text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from ui.markup import link, tag, text

NASTY = ["<img src=x onerror=alert(1)>", '" onmouseover="alert(1)', "'><script>alert(1)</script>", "&lt;b&gt;", "a & b"]


class Read(HTMLParser):
    """What a browser would read out of a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("nasty", NASTY)
def test_text_comes_out_as_it_went_in(nasty):
    read = Read(tag("p", text(nasty), cls="quiet", title=nasty))
    assert read.text == nasty
    assert read.tags == [("p", {"class": "quiet", "title": nasty})]


@pytest.mark.parametrize("nasty", NASTY)
def test_a_link_holds_only_its_address_and_its_label(nasty):
    read = Read(link(f"https://example.org/{nasty}", nasty))
    assert read.text == nasty
    ((name, attributes),) = read.tags
    assert name == "a" and attributes["href"] == f"https://example.org/{nasty}"
    assert attributes["target"] == "_blank" and "noopener" in str(attributes["rel"])
    assert set(attributes) == {"href", "target", "rel"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:alert(1)", " javascript:x", "data:text/html,x", "//example.org", ""]
)
def test_what_is_no_web_address_is_no_link(address):
    assert link(address, "label") == "label"


def test_an_attribute_without_a_value_is_left_out_and_dashes_are_written():
    assert tag("p", data_event="x", title="") == '<p data-event="x"></p>'
