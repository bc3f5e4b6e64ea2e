"""Colours, symbols and sizes: the one table that the web map, the charts and the print map read.

Event colours are after Okabe and Ito's palette (2008), chosen so that readers with any common colour vision can tell
them apart; every group has a shape of its own besides, because a briefing may be printed in grey.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from geo.model import Group

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Symbol:
    """How a group of events is drawn.

    :param shape: ``circle``, ``diamond``, ``square``, ``triangle`` or ``cross``.
    :param light: colour on the light ground.
    :param dark: colour on the dark ground.
    :param glyph: character of the same shape, for labels that are text.
    :param hue: name under which Streamlit's theme knows the colour (``:red[…]``).
    """

    shape: str
    light: str
    dark: str
    glyph: str
    hue: str


SYMBOLS: dict[Group, Symbol] = {
    "violence": Symbol("circle", "#D55E00", "#F0743A", "●", "red"),
    "peace": Symbol("diamond", "#00805F", "#1FBF92", "◆", "green"),
    "politics": Symbol("square", "#8E4585", "#D08BC6", "■", "violet"),
    "mission": Symbol("triangle", "#0072B2", "#4DA9E0", "▲", "blue"),
    "other": Symbol("cross", "#6B6B66", "#A9A9A2", "✕", "gray"),
}


@dataclass(frozen=True)
class Ground:
    """Colours of the quiet part of the map and of the page, for one theme."""

    land: str
    neighbour: str
    water: str
    water_label: str
    border: str
    region: str
    region_focus: str
    route: str
    route_casing: str
    town: str
    label: str
    label_quiet: str
    halo: str
    site: str
    accent: str
    page: str
    panel: str
    line: str
    text: str
    text_quiet: str
    link: str


GROUNDS: dict[Theme, Ground] = {
    "light": Ground(
        land="#F7F5F1",
        neighbour="#E9E6E0",
        water="#A9CBE0",
        water_label="#5C8CAB",
        border="#9A948A",
        region="#B4AEA3",
        region_focus="#FFFFFF",
        route="#8A8378",
        route_casing="#FFFFFF",
        town="#5F5A52",
        label="#33302B",
        label_quiet="#7C766C",
        halo="#F7F5F1",
        site="#1F1D1A",
        accent="#1F1D1A",
        page="#FFFFFF",
        panel="#F7F5F1",
        line="#E2DED6",
        text="#1F1D1A",
        text_quiet="#625D55",
        link="#00629B",
    ),
    "dark": Ground(
        land="#24262A",
        neighbour="#1B1D20",
        water="#35556B",
        water_label="#7FA9C4",
        border="#6E7178",
        region="#50545B",
        region_focus="#2E3136",
        route="#8E9198",
        route_casing="#17181B",
        town="#B6B9BF",
        label="#E8E6E1",
        label_quiet="#9B9EA5",
        halo="#17181B",
        site="#F4F2ED",
        accent="#F4F2ED",
        page="#141517",
        panel="#1D1F22",
        line="#34373C",
        text="#F1EFEA",
        text_quiet="#A8ABB1",
        link="#7CC0EE",
    ),
}

#: Colours of the density map, fewest events first: one hue that no group has, for a cell counts events of every kind.
DENSITY: dict[Theme, tuple[str, ...]] = {
    "light": ("#E6D6AC", "#D3B876", "#B99545", "#8F6C24", "#5B4311"),
    "dark": ("#5C5034", "#7F6C3D", "#A68B4A", "#CFB164", "#F4DF9F"),
}

#: Colours of a difference, most fewer first, nothing in the middle, most more last: brown and blue-green after
#: ColorBrewer's BrBG, which every common colour vision tells apart and no group has. The middle is the land's colour.
DIVERGING: dict[Theme, tuple[str, ...]] = {
    "light": ("#1B6F66", "#5DAFA5", "#BFE0DA", "#F7F5F1", "#EBD9AE", "#C99A4E", "#8A5412"),
    "dark": ("#7FD6C8", "#3F978B", "#2B5953", "#24262A", "#5E4A2B", "#A8783A", "#EBBC74"),
}

#: Type sizes in pixels: caption, body, emphasis, title. Nothing in the Atlas uses another.
TYPE_SIZES = (11, 13, 16, 22)

#: Radius in pixels of a place symbol: `minimum` for one event, area proportional to the count up to `maximum`.
PLACE_RADIUS = {"minimum": 4.5, "maximum": 26.0}
#: Radius in pixels of a single event's symbol: where the map shows the country, and where it shows a town.
EVENT_RADIUS = (3.0, 5.5)


def table() -> dict[str, Any]:
    """Return the whole table as plain values, ready to be handed to JavaScript as JSON.

    >>> sorted(table())
    ['eventRadius', 'grounds', 'placeRadius', 'symbols', 'typeSizes']
    """
    return {
        "symbols": {group: asdict(symbol) for group, symbol in SYMBOLS.items()},
        "grounds": {theme: asdict(ground) for theme, ground in GROUNDS.items()},
        "typeSizes": list(TYPE_SIZES),
        "placeRadius": PLACE_RADIUS,
        "eventRadius": list(EVENT_RADIUS),
    }
