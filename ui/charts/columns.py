"""Upright bars, each stacked from parts: by year, by distance, by step before and after a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.words import Language, number
from ui.charts.marks import ticks
from ui.markup import tag, text

#: Characters that a label may have to fit under its own bar.
_SHORT = 4


@dataclass(frozen=True)
class Column:
    """One bar.

    :param label: under it; blank for none.
    :param parts: class of the colour and the number, from the bottom up.
    :param tip: what it says when pointed at.
    :param minor: whether the label may give way where there is little room.
    """

    label: str
    parts: tuple[tuple[str, int], ...]
    tip: str
    minor: bool = False


def columns(
    bars: Sequence[Column], *, label: str, language: Language, height: int = 132, divide: int | None = None
) -> str:
    """Return the chart.

    :param label: what it shows, for whoever can't see it.
    :param height: of the bars, in pixels.
    :param divide: number of bars before an upright line, such as the day of a comparison.
    """
    most = max((sum(n for _, n in bar.parts) for bar in bars), default=0)
    axis = ticks(most)
    scale = height / axis[-1]
    lines, names = [], []
    for value in axis:
        y = f"{height - value * scale + 8:.1f}"
        lines.append(tag("line", x1="0", x2="100%", y1=y, y2=y, cls="rule" if value else "base"))
        names.append(tag("text", text(number(language, value)), x="100%", dx="-4", y=y, dy=".32em", text_anchor="end"))
    width = 100 / max(len(bars), 1)
    drawn = "".join(_bar(bar, i * width, width, height, scale, _anchor(i, bars)) for i, bar in enumerate(bars))
    line = ""
    if divide is not None:
        at = f"{divide * width:.3f}%"
        line = tag("line", x1=at, x2=at, y1="0", y2=str(height + 8), cls="divide")
    whole = str(height + 26)
    left = tag("svg", *names, width="100%", height=whole, aria_hidden="true")
    plot = tag("svg", *lines, drawn, line, width="100%", height=whole, role="img", aria_label=label)
    return tag("div", left, plot, cls="columns")


def _anchor(i: int, bars: Sequence[Column]) -> str:
    """Return how a bar's label hangs on it: long ones at the ends point inwards, or they would be cut off."""
    if len(bars[i].label) <= _SHORT:
        return "middle"
    return "start" if i == 0 else "end" if i == len(bars) - 1 else "middle"


def _bar(bar: Column, x: float, width: float, height: float, scale: float, anchor: str) -> str:
    parts, top = [], height + 8.0
    for cls, n in bar.parts:
        if n:
            tall = n * scale
            top -= tall
            parts.append(tag("rect", x="12%", width="76%", y=f"{top:.1f}", height=f"{tall:.1f}", cls=f"part {cls}"))
    # The whole column answers the pointer, or a small bar could hardly be hit.
    parts.append(tag("rect", x="0", y="0", width="100%", height=str(height + 8), cls="catch"))
    if bar.label:
        kind = "name minor" if bar.minor else "name"
        at = {"start": "0", "middle": "50%", "end": "100%"}[anchor]
        parts.append(tag("text", text(bar.label), x=at, y=str(height + 22), text_anchor=anchor, cls=kind))
    inside = tag("title", text(bar.tip)) + "".join(parts)
    return tag("svg", inside, x=f"{x:.3f}%", width=f"{width:.3f}%", height=str(height + 26), overflow="visible")
