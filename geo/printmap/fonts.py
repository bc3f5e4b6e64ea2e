"""The type of everything printed: Source Sans, then DejaVu Sans, and Noto Emoji for pictograms; breaking lines.

All come with packages, so that a map looks the same on every machine. Figures are of one width in all.
"""

from __future__ import annotations

import logging
import re
from functools import cache, lru_cache
from pathlib import Path

import font_source_sans_pro
import manimgx_fonts
import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path as Shape

#: Millimetres in a point.
POINT = 25.4 / 72
FAMILY = "Source Sans Pro"
#: The families, first choice first, and the folders of their files.
FAMILIES: tuple[str, ...] = (FAMILY, "DejaVu Sans", "Noto Emoji")
FOLDERS: tuple[Path, ...] = (
    Path(font_source_sans_pro.__file__).parent / "files",
    Path(matplotlib.get_data_path()) / "fonts" / "ttf",
    Path(manimgx_fonts.__file__).parent,
)
_EMOJI = "NotoEmoji[wght]"
_FILES = {
    (400, False): ("SourceSansPro-Regular", "DejaVuSans", _EMOJI),
    (600, False): ("SourceSansPro-Semibold", "DejaVuSans-Bold", _EMOJI),
    (700, False): ("SourceSansPro-Bold", "DejaVuSans-Bold", _EMOJI),
    (400, True): ("SourceSansPro-It", "DejaVuSans-Oblique", _EMOJI),
}
#: Control characters, those that steer the direction of text, and what is no character: they have no shape of their
#: own, and PDF/UA and XML allow hardly any of them.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufe0f\ufeff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Return text on one line, without characters that have no shape.

    >>> clean("a\\n\\u202eb")
    'a b'
    """
    return " ".join(part for part in _UNSEEN.sub(" ", text).split(" ") if part)


def drawable(text: str) -> str:
    """Return text with an empty box for each character that no family has, such as those of scripts of East Asia."""
    known = _characters()
    return text if known.issuperset(text) else "".join(c if c in known else "\u25a1" for c in text)


@cache
def _characters() -> frozenset[str]:
    return frozenset[str]().union(*(_letters(path) for path in _paths(400, False)))


def _paths(weight: int, italic: bool) -> list[str]:
    names = _FILES.get((weight, italic), _FILES[(400, italic)])
    return [str(folder / f"{name}.ttf") for folder, name in zip(FOLDERS, names, strict=True)]


@cache
def register() -> None:
    """Make the families known to matplotlib."""
    # It would tell at each start that DejaVu Sans has no semibold; that bold stands in is what we want.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for path in sorted([*FOLDERS[0].glob("*.ttf"), FOLDERS[2] / f"{_EMOJI}.ttf"]):
        font_manager.fontManager.addfont(path)
    # Identifiers in an SVG come from its content, and letters are outlines: it looks alike everywhere.
    matplotlib.rcParams["svg.hashsalt"] = "atlas"
    matplotlib.rcParams["svg.fonttype"] = "path"
    # Letters as wide as they were measured, at any resolution.
    matplotlib.rcParams["text.hinting"] = "no_hinting"


def properties(text: str, weight: int, italic: bool) -> font_manager.FontProperties:
    """Return the font for a line of text: one file where it has all letters, else the families one after the other."""
    paths = _paths(weight, italic)
    if _letters(paths[0]).issuperset(text):  # a search by family goes through all fonts for each line
        return font_manager.FontProperties(fname=paths[0])
    return font_manager.FontProperties(family=list(FAMILIES), weight=weight, style="italic" if italic else "normal")


def _font(weight: int, italic: bool) -> FT2Font:
    return font_manager.get_font(_paths(weight, italic))


@lru_cache(maxsize=20_000)
def width(text: str, size: float, weight: int = 400, italic: bool = False, spacing: float = 0.0) -> float:
    """Return the width of a line of text in millimetres.

    :param size: in millimetres, like everything on a map.
    :param spacing: added between letters, in millimetres.
    """
    if all(c < "\u0590" or "\u2000" <= c < "\u2c00" for c in text):  # letters that stand side by side
        ems = sum(_advance(c, weight, italic) for c in text)
    else:  # scripts whose letters join or turn
        font = _font(weight, italic)
        font.set_size(100, 72)
        font.set_text(drawable(text), 0, flags=LoadFlags.NO_HINTING)
        ems = float(font.get_width_height()[0]) / 64 / 100
    return ems * size + spacing * max(0, len(text) - 1)


def _face(letter: str, weight: int, italic: bool) -> FT2Font:
    """Return the font that has a letter, at 100 points of one pixel each."""
    paths = _paths(weight, italic)
    font = font_manager.get_font(next((path for path in paths if letter in _letters(path)), paths[1]))
    font.set_size(100, 72)
    return font


@cache
def _advance(letter: str, weight: int, italic: bool) -> float:
    """Return the width of a letter in ems; setting whole lines to measure them would take seconds in a long table."""
    font = _face(letter, weight, italic)
    return float(font.load_char(ord(drawable(letter)), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100


@cache
def outline(letter: str, weight: int = 400, italic: bool = False) -> Shape:
    """Return the shape of a letter in ems, its left end on the base line at (0, 0).

    >>> float(outline("I").vertices[:, 1].max()) < 1
    True
    """
    font = _face(letter, weight, italic)
    font.load_char(ord(drawable(letter)), LoadFlags.NO_HINTING)
    vertices, codes = font.get_path()
    return Shape(vertices / 100, codes)


@cache
def _letters(path: str) -> frozenset[str]:
    return frozenset(chr(code) for code in font_manager.get_font(path).get_charmap())


def wrap(text: str, room: float, size: float, weight: int = 400, most: int = 99) -> list[str]:
    """Break text into lines no wider than ``room``; what does not fit into ``most`` lines ends in "…".

    >>> len(wrap("one two three four", 12, 3)) > 1, wrap("", 12, 3)
    (True, [])
    """
    lines: list[str] = []
    line = ""
    for word in [piece for whole in clean(text).split(" ") for piece in _pieces(whole, room, size, weight)]:
        longer = f"{line} {word}" if line else word
        if width(longer, size, weight) <= room or not line:
            line = longer
        else:
            lines.append(line)
            line = word
    lines += [line] if line else []
    if len(lines) > most:
        lines = [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), room, size, weight)]
    return lines


def shorten(text: str, room: float, size: float, weight: int = 400) -> str:
    """Return one line of text, cut with "…" where it would be wider than ``room``."""
    if width(text, size, weight) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", size, weight) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip(" ·,–") + "…"


def fit(text: str, room: float, sizes: tuple[float, ...], most: int, weight: int = 700) -> tuple[float, list[str]]:
    """Return the largest size at which text fits into ``most`` lines, and the lines; cut at the smallest size."""
    for size in sizes:
        lines = wrap(text, room, size, weight)
        if len(lines) <= most:
            return size, lines
    return sizes[-1], wrap(text, room, sizes[-1], weight, most)


def _pieces(word: str, room: float, size: float, weight: int) -> list[str]:
    """Break a word that is wider than a line."""
    if width(word, size, weight) <= room:
        return [word]
    pieces, start = [], 0
    for end in range(1, len(word) + 1):
        if width(word[start:end], size, weight) > room and end - start > 1:
            pieces.append(word[start : end - 1])
            start = end - 1
    return [*pieces, word[start:]]
