"""One table of colours: the theme repeats it, and everything in it can be read and told apart."""

from __future__ import annotations

import itertools
import json
import tomllib

import pytest

from geo.dataset import FOLDER
from geo.model import GROUPS
from geo.style import GROUNDS, SYMBOLS, TYPE_SIZES, table

CONFIG = tomllib.loads((FOLDER.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
THEMES = ("light", "dark")
#: Name in the theme → name in the table.
PAGE = {
    "backgroundColor": "page",
    "secondaryBackgroundColor": "panel",
    "textColor": "text",
    "linkColor": "link",
    "borderColor": "line",
}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted([luminance(one), luminance(other)], reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_of_the_page_repeats_the_table(theme: str) -> None:
    chosen, ground = CONFIG["theme"][theme], GROUNDS[theme]
    for name, ours in PAGE.items():
        assert chosen[name] == getattr(ground, ours), name
    for group in GROUPS:
        symbol = SYMBOLS[group]
        assert chosen[f"{symbol.hue}Color"] == getattr(symbol, theme), group
        assert chosen[f"{symbol.hue}TextColor"] == getattr(symbol, theme), group


def test_groups_have_the_hues_that_the_design_names() -> None:
    assert {group: SYMBOLS[group].hue for group in GROUPS} == {
        "violence": "red",
        "peace": "green",
        "politics": "violet",
        "mission": "blue",
        "other": "gray",
    }
    assert [SYMBOLS[g].shape for g in GROUPS] == ["circle", "diamond", "square", "triangle", "cross"]


def test_charts_use_the_colours_of_the_groups_in_their_order() -> None:
    assert CONFIG["theme"]["chartCategoricalColors"] == [SYMBOLS[group].light for group in GROUPS]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("behind", ["page", "panel"])
@pytest.mark.parametrize("text", ["text", "text_quiet", "link"])
def test_text_can_be_read(theme: str, behind: str, text: str) -> None:
    ground = GROUNDS[theme]
    assert contrast(getattr(ground, text), getattr(ground, behind)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("group", GROUPS)
def test_symbols_stand_out_from_the_ground(theme: str, group: str) -> None:
    ground = GROUNDS[theme]
    for behind in ("land", "region_focus", "neighbour", "page"):
        assert contrast(getattr(SYMBOLS[group], theme), getattr(ground, behind)) >= 3, behind


@pytest.mark.parametrize("theme", THEMES)
def test_labels_of_the_map_can_be_read_on_land_and_in_their_halo(theme: str) -> None:
    ground = GROUNDS[theme]
    for behind in ("land", "halo", "neighbour"):
        assert contrast(ground.label, getattr(ground, behind)) >= 4.5
    assert contrast(ground.site, ground.land) >= 4.5
    assert contrast(ground.label_quiet, ground.land) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_groups_look_the_same(theme: str) -> None:
    assert len({symbol.shape for symbol in SYMBOLS.values()}) == len(GROUPS)
    assert len({symbol.glyph for symbol in SYMBOLS.values()}) == len(GROUPS)
    for one, other in itertools.combinations(SYMBOLS.values(), 2):
        a, b = ([int(getattr(s, theme)[i : i + 2], 16) for i in (1, 3, 5)] for s in (one, other))
        assert sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5 > 60


def test_the_table_can_be_handed_to_the_browser() -> None:
    assert json.loads(json.dumps(table())) == table()
    assert list(table()["symbols"]) == list(GROUPS)
    assert set(table()["grounds"]) == set(THEMES)


def test_four_sizes_of_type_and_no_more() -> None:
    assert len(TYPE_SIZES) == 4
    theme = CONFIG["theme"]
    used = {f"{theme['baseFontSize']}px", *theme["headingFontSizes"]}
    assert used <= {f"{size}px" for size in TYPE_SIZES}


def test_readers_are_not_counted_and_see_no_stack_traces() -> None:
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["server"]["maxUploadSize"] <= 200
