"""Charts over the years of the Mission: steps, bars and dots on one axis; years without a source are gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from geo.mission_figures import FIRST_YEAR, LAST_YEAR, Figure
from geo.words import Language, number
from ui.charts.marks import ticks
from ui.markup import link, tag, text

#: The axis ends with the Mission's last year.
_START, _DAYS = date(FIRST_YEAR, 1, 1), (date(LAST_YEAR + 1, 1, 1) - date(FIRST_YEAR, 1, 1)).days
_TOP = 12


@dataclass(frozen=True)
class Level:
    """A value that holds from one day to another.

    :param cls: ``ceiling`` draws a line, ``bar`` fills down to zero.
    """

    start: date
    end: date
    value: float
    tip: str
    cls: str


@dataclass(frozen=True)
class Dot:
    """A value on a day.

    :param cls: class of its colour and shape: ``one``, ``two``, ``three``.
    :param said: the value in words, written beside it; blank for none.
    :param under: how far under the dot it stands, in pixels.
    """

    day: date
    value: float
    tip: str
    cls: str
    said: str = ""
    under: int = -5


def times(
    levels: Sequence[Level],
    dots: Sequence[Dot],
    *,
    gaps: Sequence[tuple[date, date]],
    gap_word: str,
    label: str,
    language: Language,
    height: int = 170,
) -> str:
    """Return the chart.

    :param gaps: first and last day of what no source was found for; shaded.
    :param gap_word: what is said of them.
    :param label: what it shows, for whoever can't see it.
    """
    most = max([*(one.value for one in levels), *(one.value for one in dots)], default=0)
    axis = ticks(most)
    scale, whole = height / axis[-1], str(height + _TOP + 22)

    def y(value: float) -> float:
        return height + _TOP - value * scale

    parts = [_gap(start, end, height, _span(start, end) + f" · {gap_word}") for start, end in gaps]
    names = []
    for value in axis:
        at = f"{y(value):.1f}"
        parts.append(tag("line", x1="0", x2="100%", y1=at, y2=at, cls="rule" if value else "base"))
        names.append(tag("text", text(number(language, value)), x="100%", dx="-4", y=at, dy=".32em", text_anchor="end"))
    parts += _years(height)
    before: Level | None = None
    for level in levels:
        parts.append(_level(level, before, y))
        before = level
    parts += [_dot(dot, y(dot.value)) for dot in dots]
    left = tag("svg", *names, width="100%", height=whole, aria_hidden="true")
    plot = tag("svg", *parts, width="100%", height=whole, role="img", aria_label=label)
    return tag("div", left, plot, cls="columns wide")


def key(entries: Sequence[tuple[str, str]]) -> str:
    """Return the key of a chart: class of the mark and what it means."""
    items = []
    for cls, name in entries:
        if cls in ("ceiling", "bar", "gap"):
            swatch = tag("i", "", cls=f"swatch {cls}")
        else:
            swatch = tag("svg", _SHAPES[cls], viewBox="-7 -7 14 14", width="14", height="14", aria_hidden="true")
        items.append(tag("li", swatch, text(name)))
    return tag("ul", *items, cls="legend")


def sourced(caption: str, head: Sequence[str], found: Sequence[tuple[str, Figure]], values: Sequence[str]) -> str:
    """Return the figures as a table that opens, each with its source and note.

    :param found: name of the metric, and the figure.
    :param values: the values as the reader writes them.
    """
    body = [
        tag(
            "tr",
            tag("th", text(figure.when), scope="row"),
            tag("td", text(name)),
            tag("td", text(value), cls="figure"),
            tag("td", link(figure.url, figure.source), tag("small", text(figure.note)) if figure.note else ""),
        )
        for (name, figure), value in zip(found, values, strict=True)
    ]
    heads = (tag("th", text(name), scope="col", cls="figure" if i == 2 else "") for i, name in enumerate(head))
    rows = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body), cls="sourced")
    return tag("details", tag("summary", text(caption)), rows)


def _x(day: date) -> float:
    return min(max((day - _START).days / _DAYS * 100, 0.0), 100.0)


def _span(start: date, end: date) -> str:
    return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"


def _gap(start: date, end: date, height: int, tip: str) -> str:
    left, right = _x(start), _x(end + timedelta(days=1))
    place = {"x": f"{left:.3f}%", "width": f"{right - left:.3f}%", "y": str(_TOP), "height": str(height)}
    return tag("rect", tag("title", text(tip)), **place, cls="gap")


def _years(height: int) -> list[str]:
    drawn = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        at, middle = _x(date(year, 1, 1)), _x(date(year, 7, 2))
        place = {"x1": f"{at:.3f}%", "x2": f"{at:.3f}%", "y1": str(_TOP), "y2": str(height + _TOP)}
        drawn.append(tag("line", **place, cls="rule faint"))
        kind = "name minor" if (year - FIRST_YEAR) % 2 else "name"
        place = {"x": f"{middle:.3f}%", "y": str(height + _TOP + 16), "text_anchor": "middle"}
        drawn.append(tag("text", text(year), **place, cls=kind))
    return drawn


def _level(level: Level, before: Level | None, y) -> str:  # type: ignore[no-untyped-def]
    left, right, at = _x(level.start), _x(level.end), y(level.value)
    tip = tag("title", text(level.tip))
    if level.cls != "ceiling":
        place = {"x": f"{left:.3f}%", "width": f"{max(right - left - 0.4, 0.3):.3f}%"}
        return tag("rect", tip, **place, y=f"{at:.1f}", height=f"{y(0) - at:.1f}", cls=f"level {level.cls}")
    lines = [tag("line", x1=f"{left:.3f}%", x2=f"{right:.3f}%", y1=f"{at:.1f}", y2=f"{at:.1f}", cls="ceiling")]
    if before is not None and before.value != level.value:
        edge = f"{left:.3f}%"
        lines.append(tag("line", x1=edge, x2=edge, y1=f"{y(before.value):.1f}", y2=f"{at:.1f}", cls="ceiling"))
    place = {"x": f"{left:.3f}%", "width": f"{right - left:.3f}%", "y": f"{at - 6:.1f}", "height": "12"}
    return tag("g", tip, *lines, tag("rect", **place, cls="catch"))


_SHAPES = {
    "one": tag("circle", r="4.5", cls="dot one"),
    "two": tag("path", d="M0,-5.4L5.4,0L0,5.4L-5.4,0Z", cls="dot two"),
    "three": tag("path", d="M-4,-4H4V4H-4Z", cls="dot three"),
    "none": "",
}


def _dot(dot: Dot, y: float) -> str:
    at = _x(dot.day)
    beside = ""
    if dot.said:
        side = {"x": "-8", "text_anchor": "end"} if at > 80 else {"x": "8"}
        if dot.cls == "none":  # the number over a bar
            side = {"x": "0", "text_anchor": "middle"}
        beside = tag("text", text(dot.said), **side, y=str(dot.under), cls="said")
    inside = tag("g", tag("title", text(dot.tip)), _SHAPES[dot.cls], beside)
    return tag("svg", inside, x=f"{at:.3f}%", y=f"{y:.1f}", overflow="visible")
