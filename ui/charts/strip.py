"""The strip chart of a route: the road from top to bottom, time from left to right, one symbol an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geo.model import Group
from geo.route import Route
from geo.words import Language, number
from ui.charts.marks import symbol
from ui.markup import tag, text

#: Pixels above and below the road, and between two names at least.
_PAD, _APART = 14, 15


@dataclass(frozen=True)
class Spot:
    """An event on the chart.

    :param id: of the event.
    :param day: its first day.
    :param km: chainage.
    :param reach: how far along the road the place may be off, in km; 0 draws none.
    :param certain: whether it certainly lies in the corridor.
    :param tip: what it says when pointed at.
    """

    id: str
    group: Group
    day: date
    km: float
    reach: float
    certain: bool
    tip: str


@dataclass(frozen=True)
class Post:
    """A post of the Mission beside the road, from one day to another."""

    km: float
    start: date
    end: date
    tip: str


@dataclass(frozen=True)
class Line:
    """A day to know, as an upright line."""

    day: date
    tip: str
    kind: str


@dataclass(frozen=True)
class Share:
    """The events of one stretch, drawn beside it.

    :param parts: class of the colour and the number.
    :param said: the number in words.
    """

    parts: tuple[tuple[str, int], ...]
    said: str
    tip: str


def strip(
    route: Route,
    spots: Sequence[Spot],
    posts: Sequence[Post],
    lines: Sequence[Line],
    shares: Sequence[Share],
    *,
    window: tuple[date, date],
    selected: str | None,
    label: str,
    language: Language,
) -> str:
    """Return the chart.

    :param shares: one for each stretch of the route, in order.
    :param window: first and last day of the axis.
    :param selected: id of the selected event.
    :param label: what it shows, for whoever can't see it.
    """
    height = min(max(300.0, route.length * 2), 440.0)
    whole = f"{height + 2 * _PAD + 14:.0f}"

    def y(km: float) -> float:
        return _PAD + km / max(route.length, 1e-9) * height

    days = (window[1] - window[0]).days + 1

    def x(day: date) -> float:
        return (day - window[0]).days / days * 100

    parts = [_years(window, x, height)]
    for town in route.towns:
        at = f"{y(town.km):.1f}"
        parts.append(tag("line", x1="0", x2="100%", y1=at, y2=at, cls="town"))
    for post in posts:
        left, right = max(x(post.start), 0.0), min(x(post.end), 100.0)
        if right > left:
            bar = tag("title", text(post.tip))
            at = f"{y(post.km) - 3.5:.1f}"
            place = {"x": f"{left:.3f}%", "width": f"{right - left:.3f}%", "y": at, "height": "7"}
            parts.append(tag("rect", bar, **place, rx="2", cls="post"))
    for line in lines:
        if window[0] <= line.day <= window[1]:
            at = f"{x(line.day):.3f}%"
            drawn = tag(
                "line",
                tag("title", text(line.tip)),
                x1=at,
                x2=at,
                y1="0",
                y2=f"{height + 2 * _PAD:.0f}",
                cls=f"when-{line.kind}",
            )
            parts.append(drawn)
    shown = [spot for spot in spots if window[0] <= spot.day <= window[1]]
    # The selected one last, so that no other lies on it.
    for spot in sorted(shown, key=lambda spot: (spot.id == selected, spot.day)):
        parts.append(_spot(spot, x(spot.day), y, route.length, spot.id == selected))
    plot = tag("svg", *parts, width="100%", height=whole, role="group", aria_label=label, overflow="visible")
    names = tag("svg", *_names(route, y, language), width="100%", height=whole)
    beside = tag("svg", *_shares(route, shares, y), width="100%", height=whole, aria_hidden="true")
    return tag("div", names, plot, beside, cls="strip")


def _years(window: tuple[date, date], x, height: float) -> str:  # type: ignore[no-untyped-def]
    drawn = []
    years = range(window[0].year, window[1].year + 1)
    for year in years:
        at = max(x(date(year, 1, 1)), 0.0)
        place = f"{at:.3f}%"
        drawn.append(tag("line", x1=place, x2=place, y1="0", y2=f"{height + 2 * _PAD:.0f}", cls="rule"))
        kind = "name minor" if (year - years[0]) % 2 else "name"
        drawn.append(tag("text", text(year), x=place, dx="3", y=f"{height + 2 * _PAD + 11:.0f}", cls=kind))
    return "".join(drawn)


def _spot(spot: Spot, x: float, y, length: float, selected: bool) -> str:  # type: ignore[no-untyped-def]
    centre = y(spot.km)
    parts = [tag("title", text(spot.tip))]
    if spot.reach:
        top, bottom = y(max(spot.km - spot.reach, 0)) - centre, y(min(spot.km + spot.reach, length)) - centre
        parts.append(tag("line", x1="0", x2="0", y1=f"{top:.1f}", y2=f"{bottom:.1f}", cls=f"reach {spot.group}"))
    if selected:
        parts.append(tag("circle", r="10", cls="ring"))
    parts.append(tag("circle", r="10", cls="catch"))
    parts.append(symbol(spot.group, 5.0, hollow=not spot.certain))
    return tag(
        "svg",
        tag("g", *parts, cls="spot", data_event=spot.id, role="button", aria_label=spot.tip),
        x=f"{x:.3f}%",
        y=f"{centre:.1f}",
        overflow="visible",
    )


def _names(route: Route, y, language: Language) -> list[str]:  # type: ignore[no-untyped-def]
    """Return the towns' names; where two would touch, the ends of the road win over what lies between."""
    ends = {route.waypoints[0].km, route.waypoints[-1].km}
    taken: list[float] = []
    drawn = []
    for town in sorted(route.towns, key=lambda town: (town.km not in ends, town.km)):
        at = y(town.km)
        if any(abs(at - other) < _APART for other in taken):
            continue
        taken.append(at)
        said = text(town.label(language)) + tag("tspan", text(number(language, round(town.km))), dx="6", cls="stone")
        drawn.append(tag("text", said, x="100%", dx="-8", y=f"{at:.1f}", dy=".32em", text_anchor="end", cls="place"))
    return drawn


def _shares(route: Route, shares: Sequence[Share], y) -> list[str]:  # type: ignore[no-untyped-def]
    most = max((sum(n for _, n in share.parts) for share in shares), default=0) or 1
    drawn = []
    for stretch, share in zip(route.stretches, shares, strict=True):
        top, bottom = y(stretch.start.km), y(stretch.end.km)
        tall = min(18.0, max(bottom - top - 3, 3))
        left, at = 0.0, (top + bottom - tall) / 2
        inside = [tag("title", text(share.tip))]
        for cls, n in share.parts:
            if n:
                wide = n / most * 38
                place = {"x": f"{left:.2f}%", "width": f"{wide:.2f}%", "y": f"{at:.1f}", "height": f"{tall:.1f}"}
                inside.append(tag("rect", **place, cls=f"part {cls}"))
                left += wide
        if bottom - top >= 9:
            said = tag("text", text(share.said), x=f"{left:.2f}%", dx="5", y=f"{(top + bottom) / 2:.1f}", dy=".32em")
            inside.append(said)
        drawn.append(tag("g", *inside))
    return drawn
