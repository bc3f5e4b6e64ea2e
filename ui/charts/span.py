"""A window on the years of the data: how many events a month, and which months are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ui.markup import tag, text


def span(
    bars: Sequence[tuple[date, int]], window: tuple[date, date], extent: tuple[date, date], *, label: str, said: str
) -> str:
    """Return the chart.

    :param bars: first day of each month and its number of events.
    :param window: first and last day that are looked at.
    :param extent: first and last day of the axis.
    :param label: what it shows, for whoever can't see it.
    :param said: the window in words, written over it.
    """
    days = (extent[1] - extent[0]).days + 1
    most = max((n for _, n in bars), default=1) or 1

    def x(day: date) -> float:
        return min(max((day - extent[0]).days / days * 100, 0.0), 100.0)

    left, right = x(window[0]), x(window[1])
    drawn = [
        tag("rect", x=f"{left:.2f}%", width=f"{max(right - left, 0.4):.2f}%", y="0", height="38", cls="span-window")
    ]
    wide = f"{31 / days * 80:.2f}%"
    for first, n in bars:
        inside = window[0] <= first <= window[1] or first.replace(day=28) >= window[0] >= first
        tall = n / most * 34
        kind = "span-bar within" if inside else "span-bar"
        place = {"x": f"{x(first):.2f}%", "width": wide, "y": f"{38 - tall:.1f}", "height": f"{tall:.1f}"}
        drawn.append(tag("rect", **place, cls=kind))
    drawn.append(tag("line", x1="0", x2="100%", y1="38", y2="38", cls="base"))
    for year in range(extent[0].year, extent[1].year + 1):
        at = x(date(year, 1, 1))
        if at < 97:
            kind = "name minor" if (year - extent[0].year) % 2 else "name"
            drawn.append(tag("text", text(year), x=f"{at:.2f}%", dx="2", y="50", cls=kind))
    whole = tag("svg", *drawn, width="100%", height="54", role="img", aria_label=label)
    return tag("div", tag("p", text(said), cls="span-said"), whole, cls="span")
