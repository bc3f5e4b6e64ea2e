"""The monthly strip: events by month and group over the whole period, with the view's window marked."""

from __future__ import annotations

from datetime import date

from geo.model import FIRST_YEAR, GROUPS, LAST_YEAR
from geo.printmap.ground import COLOURS
from geo.printmap.pen import Box, Pen
from geo.store import Store
from geo.style import SYMBOLS
from geo.view import View
from geo.words import Language, number, t

_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def months(store: Store, view: View, *, windowed: bool = False) -> dict[tuple[int, int], dict[str, int]]:
    """Return year and month → group → events; those of the view, or with its window lifted."""
    frame = store.histogram(view if windowed else view.but(start=None, end=None), "month")
    found: dict[tuple[int, int], dict[str, int]] = {}
    for start, group, n in zip(frame["start"], frame["group"], frame["n"], strict=True):
        found.setdefault((start.year, start.month), {})[group] = int(n)
    return found


def draw_strip(pen: Pen, box: Box, store: Store, view: View, language: Language, unit: float) -> None:
    """Draw the strip with its years and its measure; months outside the window are pale."""
    found = months(store, view)
    first = min([FIRST_YEAR, *(year for year, _ in found)])
    last = max([LAST_YEAR, *(year for year, _ in found)])
    size, left = 10 * unit, 20 * unit
    chart = Box(box.x + left, box.y + 16 * unit, box.width - left, box.height - 16 * unit - 16 * unit)
    month = chart.width / ((last - first + 1) * 12)
    most = max((sum(groups.values()) for groups in found.values()), default=1)
    step = next((s for s in _STEPS if most / s <= 3), most)
    top = max(step, -(-most // step) * step)
    title = t(language, "print.by_month")
    pen.text(box.x, box.top - size, title, size, COLOURS.text, weight=600)

    def at(day: date) -> float:
        return chart.x + ((day.year - first) * 12 + day.month - 1 + (day.day - 1) / 31) * month

    if view.start or view.end:
        low = max(chart.x, at(view.start)) if view.start else chart.x
        high = min(chart.right, at(view.end) + month / 31) if view.end else chart.right
        window = Box(low, chart.y, max(high - low, 0.6 * unit), chart.height + 4 * unit)
        pen.box(window, fill=COLOURS.panel)
        for x in (window.x, window.right):
            pen.line([(x, window.y), (x, window.top)], COLOURS.accent, unit)
    for level in range(step, top + 1, step):
        y = chart.y + chart.height * level / top
        pen.line([(chart.x, y), (chart.right, y)], COLOURS.line, 0.6 * unit)
        pen.text(
            chart.x - 4 * unit, y, number(language, level), size * 0.92, COLOURS.text_quiet, anchor="right", middle=True
        )
    for group in GROUPS:
        for inside in (True, False):
            bars = []
            for (year, number_), groups in found.items():
                start = date(year, number_, 1)
                if not (n := groups.get(group, 0)) or _within(view, start) != inside:
                    continue
                below = sum(groups.get(g, 0) for g in GROUPS[: GROUPS.index(group)])
                x, y = at(start) + month * 0.1, chart.y + chart.height * below / top
                bars.append(_bar(x, y, month * 0.8, chart.height * n / top))
            pen.path(bars, fill=SYMBOLS[group].light, alpha=1.0 if inside else 0.3)
    pen.line([(chart.x, chart.y), (chart.right, chart.y)], COLOURS.border, 0.9 * unit)
    for year in range(first, last + 1):
        x = chart.x + (year - first) * 12 * month
        pen.line([(x, chart.y), (x, chart.y - 3 * unit)], COLOURS.border, 0.9 * unit)
        pen.text(x + 6 * month, box.y + 2 * unit, str(year), size * 0.92, COLOURS.text_quiet, anchor="center")


def _within(view: View, month: date) -> bool:
    """Say whether a month touches the view's window."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return not ((view.start and following <= view.start) or (view.end and month > view.end))


def _bar(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
