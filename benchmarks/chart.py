"""The run as a picture: time of a step by number of events, both axes logarithmic."""

from __future__ import annotations

import math
from html import escape

from benchmarks.report import BRUSH, SLIDER
from benchmarks.results import Results

_WIDTH, _HEIGHT = 860, 460
_LEFT, _TOP, _RIGHT, _BOTTOM = 72, 46, 250, 48
#: Okabe and Ito's colours, which most people with any colour vision tell apart; each line has its dash as well.
_COLOURS = ("#0072B2", "#56B4E9", "#D55E00", "#E69F00", "#009E73", "#CC79A7", "#7A6A00", "#555555")
_DASHES = ("", "", "7 3", "2 3", "9 3 2 3", "4 2", "12 4", "1 4")
#: Least distance of two names at the lines' ends, in pixels.
_APART = 17


def chart(results: Results) -> str:
    """Return an SVG: one line a contender, named at its end; it reads on a light and on a dark page."""
    names = list(dict.fromkeys(row.contender for row in results.rows))
    lines = {
        name: [(row.size, row.median / 1000) for row in results.rows if row.contender == name and row.median]
        for name in names
    }
    points = [point for line in lines.values() for point in line]
    sizes, seconds = ([x for x, _ in points] or [1, 10]), ([y for _, y in points] or [0.1, 1])
    across = _axis(min(sizes), max(sizes), _LEFT, _WIDTH - _RIGHT)
    low, high = 10 ** math.floor(math.log10(min(seconds))), 10 ** math.ceil(math.log10(max(seconds)))
    up = _axis(low, high, _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Seconds of a step until map, table and count are right, by number of events</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14" font-weight="600">Time until map, table and count are right</text>',
        f'<text x="{_LEFT}" y="36" fill="#555">median of a step of one year; lower is better; logarithmic axes</text>',
    ]
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        y = up(10.0**power)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    for size in sorted(set(sizes)):
        parts.append(f'<text x="{across(size):.1f}" y="{_HEIGHT - 26}" text-anchor="middle">{size:,}</text>')
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{_HEIGHT - 8}" text-anchor="middle" fill="#555">events</text>')
    ends = []
    for n, (name, line) in enumerate(lines.items()):
        if not line:
            continue
        colour, dash = _COLOURS[n % len(_COLOURS)], _DASHES[n % len(_DASHES)]
        path = "L".join(f"{across(x):.1f} {up(y):.1f}" for x, y in line)
        wide = 3 if name in (BRUSH, SLIDER) else 1.8
        parts.append(
            f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{wide}" stroke-dasharray="{dash}"/>'
        )
        parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>' for x, y in line]
        ends.append((up(line[-1][1]), across(line[-1][0]), name, colour))
    edge = _WIDTH - _RIGHT + 14
    for y, (was, x, name, colour) in zip(spread([end[0] for end in sorted(ends)]), sorted(ends), strict=True):
        parts.append(f'<path d="M{x + 5:.1f} {was:.1f}L{edge - 3} {y:.1f}" stroke="{colour}" stroke-width=".6"/>')
        parts.append(f'<text x="{edge}" y="{y + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _axis(low: float, high: float, start: float, end: float):  # type: ignore[no-untyped-def]
    span = math.log10(high / low) or 1.0
    return lambda value: start + (end - start) * math.log10(value / low) / span


def spread(heights: list[float]) -> list[float]:
    """Return ascending heights moved down so that none is nearer to the one before than names need.

    >>> spread([10, 12, 100])
    [10, 27, 100]
    """
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + _APART) if found else height)
    return found
