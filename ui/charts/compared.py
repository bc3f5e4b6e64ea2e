"""Two sides in figures, and what differs as tables: categories, and regions whose cercles open below them."""

from __future__ import annotations

from collections.abc import Sequence

from geo.change_text import figure, ratio_text
from geo.comparing import Compared, Row, Side
from geo.comparing_text import name, signed
from geo.names import Names
from geo.phrasing import toll_range
from geo.summary import Killed
from geo.words import Language, number, t
from ui.charts.pair import block, times
from ui.markup import tag, text


def sides(found: Compared, labels: Sequence[str], placed: Sequence[int], language: Language) -> str:
    """Return both sides as figures.

    :param labels: what each side is.
    :param placed: how many events of each are on the map.
    """

    def one(which: str, side: Side, rate: float, label: str, on_map: int) -> str:
        off = side.count.events - on_map
        notes = [t(language, "change.maybe", n=side.maybe)] if side.maybe else []
        notes += [t(language, "compare.no_place", n=off)] if off else []
        word = t(language, f"compare.side_{which}")
        return block(word, label, side.count.events, rate, side.count.killed, language, notes)

    first = one("a", found.a, found.whole.a_rate, labels[0], placed[0])
    second = one("b", found.b, found.whole.b_rate, labels[1], placed[1])
    return tag("div", first, times(found.whole.ratio, t(language, "compare.times"), language), second, cls="pair")


def by_category(found: Compared, names: Names) -> str:
    """Return the table by category."""
    rows = [_row(row, found, names) for row in [*found.of("category"), found.whole]]
    return _table(found, names.language, "category", [tag("tbody", *rows)])


def by_region(found: Compared, names: Names) -> str:
    """Return the table by region; a box beside each region shows its cercles."""
    bodies = []
    for region in found.of("region"):
        cercles = found.of("cercle", region.name)
        rows = [_row(region, found, names, folds=bool(cercles))]
        rows += [_row(cercle, found, names) for cercle in cercles]
        bodies.append(tag("tbody", *rows))
    bodies.append(tag("tbody", _row(found.whole, found, names)))
    return _table(found, names.language, "region", bodies)


def _table(found: Compared, lang: Language, what: str, bodies: list[str]) -> str:
    a, b = t(lang, "compare.side_a"), t(lang, "compare.side_b")
    heads = [t(lang, "compare.events_of", side=side) for side in (a, b)]
    if found.equal:
        heads.append(t(lang, "compare.difference"))
    else:
        heads += [t(lang, "compare.month_of", side=side) for side in (a, b)]
        heads.append(t(lang, "compare.difference_month"))
    heads += [t(lang, "compare.killed_of", side=side) for side in (a, b)]
    heads.append(t(lang, "compare.ratio_head"))
    # On a narrow screen deaths and, beside a difference made of them, rates give way.
    wide = [len(heads) - 3, len(heads) - 2] + ([] if found.equal else [2, 3])
    cells = [
        tag("th", text(head), scope="col", cls="figure wide" if i in wide else "figure") for i, head in enumerate(heads)
    ]
    first = tag("th", text(t(lang, f"compare.what_{what}")), scope="col")
    head = tag("thead", tag("tr", first, *cells))
    return tag("div", tag("table", head, *bodies, cls="compared"), cls="across")


def _row(row: Row, found: Compared, names: Names, *, folds: bool = False) -> str:
    lang = names.language
    called = name(row, names)
    box = ""
    if folds:
        label = t(lang, "compare.cercles_of", region=called)
        box = tag("input", type="checkbox", cls="fold", aria_label=label)
    change: int | float = row.difference if found.equal else row.rate_difference
    rates = [] if found.equal else [figure(row.a_rate, lang), figure(row.b_rate, lang)]
    sign = "more" if change > 0 else "fewer" if change < 0 else "same"
    value, _, interval = (ratio_text(row.ratio, lang) if row.ratio else "").partition(" ")
    ratio = text(value) + (f" {tag('span', text(interval))}" if interval else "")
    cells = [
        *(tag("td", text(number(lang, side.events)), cls="figure") for side in (row.a, row.b)),
        *(tag("td", text(rate), cls="figure wide") for rate in rates),
        tag("td", tag("b", text(signed(change, lang))), cls=f"figure {sign}"),
        tag("td", text(_toll(row.a.killed, lang)), cls="figure wide toll"),
        tag("td", text(_toll(row.b.killed, lang)), cls="figure wide toll"),
        tag("td", ratio, cls="figure ratio"),
    ]
    # A rate whose interval leaves 1 out is set in bold type: the eye finds what hardly is chance.
    kind = row.level + ("" if row.ratio is None or row.ratio.may_be_chance else " telling")
    return tag("tr", tag("th", box, text(called), scope="row"), *cells, cls=kind)


def _toll(killed: Killed, lang: Language) -> str:
    return toll_range(killed.low, killed.best, killed.high, lang)
