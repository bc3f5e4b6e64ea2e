"""The bases of the Mission by year: from when to when each stood, darker where more troops are estimated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from geo.mission_figures import FIRST_YEAR, LAST_YEAR, Base
from geo.phrasing import presence
from geo.view import first_of, last_of
from geo.words import Language, number, t
from ui.markup import tag, text

_ROW = 20
#: Opacity of the fewest and the most troops: the figure on them can be read in both themes.
_FAINT, _DENSE = 0.12, 0.62
_START, _DAYS = date(FIRST_YEAR, 1, 1), (date(LAST_YEAR + 1, 1, 1) - date(FIRST_YEAR, 1, 1)).days


def bases_chart(found: Sequence[Base], language: Language, *, label: str) -> str:
    """Return the chart: one row a base, one column a year."""
    height = len(found) * _ROW + 24
    most = max((n for base in found for n in base.troops.values()), default=1)
    names, parts = [], []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        at = f"{_x(date(year, 1, 1)):.3f}%"
        parts.append(tag("line", x1=at, x2=at, y1="18", y2=str(height), cls="rule"))
        kind = "name minor" if (year - FIRST_YEAR) % 2 else "name"
        middle = f"{_x(date(year, 7, 2)):.3f}%"
        parts.append(tag("text", text(year), x=middle, y="12", text_anchor="middle", cls=kind))
    for i, base in enumerate(found):
        top = 20 + i * _ROW
        address = "/sites?" + urlencode({"site": base.site, "lang": language})
        name = tag("text", text(base.name), x="100%", dx="-8", y=str(top + 13), text_anchor="end", cls="place")
        names.append(tag("a", name, href=address))
        parts.append(_bar(base, top, most, language))
    left = tag("svg", *names, width="100%", height=str(height))
    plot = tag("svg", *parts, width="100%", height=str(height), role="img", aria_label=label)
    return tag("div", left, plot, cls="bases")


def _x(day: date) -> float:
    return min(max((day - _START).days / _DAYS * 100, 0.0), 100.0)


def _bar(base: Base, top: int, most: int, language: Language) -> str:
    start = first_of(base.opened) if base.opened else _START
    end = last_of(base.closed) if base.closed else date(LAST_YEAR, 12, 31)
    when = f"{base.name} · {presence(base.opened, base.closed, language) or t(language, 'mission.unknown')}"
    left, right = _x(start), _x(end)
    # An end that no source gives is open: the bar has no edge there.
    kind = "stay" if base.closed else "stay open"
    whole = {"x": f"{left:.3f}%", "width": f"{max(right - left, 0.6):.3f}%", "y": str(top + 3), "height": "14"}
    parts = [tag("rect", tag("title", text(when)), **whole, rx="2", cls=kind)]
    for year, n in sorted(base.troops.items()):
        one, other = max(_x(date(year, 1, 1)), left), min(_x(date(year + 1, 1, 1)), right)
        if other <= one:
            continue
        tip = tag("title", text(f"{base.name} · {year} · {t(language, 'mission.troops', n=n)}"))
        place = {"x": f"{one:.3f}%", "width": f"{other - one:.3f}%", "y": str(top + 3), "height": "14"}
        shade = f"{_FAINT + (_DENSE - _FAINT) * (n / most) ** 0.5:.2f}"
        parts.append(tag("rect", tip, **place, cls="strength", style=f"opacity:{shade}"))
        if other - one > 4:
            said = f"{(one + other) / 2:.3f}%"
            figure = text(number(language, n))
            parts.append(tag("text", figure, x=said, y=str(top + 14), text_anchor="middle", cls="inside"))
    return tag("g", *parts)


def closure_list(found: Sequence[tuple[str, Base]], closed: int, language: Language) -> str:
    """Return the bases in the order of their closing; each can be chosen.

    :param found: the day in words, and the base.
    :param closed: how many of them are shown as closed.
    """
    rows = [
        tag(
            "li",
            tag(
                "button",
                tag("i", "", cls="shut" if number_ <= closed else "stands"),
                tag("span", text(base.name), tag("small", text(when))),
                tag("em", text(t(language, "mission.closed" if number_ <= closed else "mission.open"))),
                type="button",
                data_choice=str(number_),
                cls="closure selected" if number_ == closed else "closure",
                aria_current="step" if number_ == closed else "",
            ),
        )
        for number_, (when, base) in enumerate(found, start=1)
    ]
    return tag("ol", *rows, cls="closures")
