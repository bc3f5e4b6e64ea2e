"""A comparison of two sides in words, as a table and as plain values: the same on the page, in a file, over HTTP."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict
from types import SimpleNamespace
from typing import Any

from geo.before_after import Caution
from geo.change_text import figure, ratio_sentences
from geo.comparing import Compared, Row, Side
from geo.comparing_asking import Asked
from geo.names import Names
from geo.phrasing import event_killed
from geo.records import harmless
from geo.sentence import filters
from geo.summary import Killed
from geo.view import View
from geo.words import Language, day, number, t

#: Cautions that are those of before and after, word for word.
_SHARED = ("imprecise", "reporting_ends", "reporting_begins", "selection", "cause")


def sentences(found: Compared, asked: Asked, view: View, names: Names) -> list[str]:
    """Say what was found: the counts, the difference, then the ratio or why there is none.

    :param view: the reader's, of which both sides are made.
    """
    lang = names.language
    said = t(
        lang,
        "compare.sentence",
        where=where(asked, view, names),
        a=t(lang, "view.events", n=found.a.count.events),
        b=t(lang, "view.events", n=found.b.count.events),
        a_label=label(found.a, asked.common(view), names),
        b_label=label(found.b, asked.common(view), names),
    )
    if not found.a.count.events + found.b.count.events:
        return [said, t(lang, "compare.none")]
    return [said, _difference(found, lang), *_ratio(found, lang)]


def where(asked: Asked, view: View, names: Names) -> str:
    """Return what both sides have in common, as the beginning of a sentence."""
    text = " · ".join(filters(asked.common(view), names)) or t(names.language, "compare.all_events")
    return text[:1].upper() + text[1:]


def label(side: Side, common: View, names: Names) -> str:
    """Return what a side has of its own: its region, its period; "all years" when it is everything."""
    own = View(lang=names.language)
    if side.view.region != common.region:
        own = own.but(region=side.view.region)
    if (side.view.start, side.view.end) != (common.start, common.end):
        own = own.but(start=side.view.start, end=side.view.end)
    return ", ".join(filters(own, names)) or t(names.language, "compare.all_years")


def caution(said: Caution, language: Language) -> str:
    """Return a caution as a sentence."""
    values = {name: value if isinstance(value, int) else day(language, value) for name, value in said.values}
    area = "change" if said.key in _SHARED else "compare"
    return t(language, f"{area}.caution_{said.key}", **values)


def name(row: Row, names: Names) -> str:
    """Return what a row is called."""
    lang = names.language
    if row.level == "all":
        return t(lang, "compare.all")
    if row.level == "category":
        return names.category(row.name)
    if not row.name:
        return t(lang, f"compare.no_{row.level}")
    return names.region(row.name) if row.level == "region" else names.cercle(row.name)


def signed(value: float, language: Language) -> str:
    """Write a difference with its sign: "+12", "−0.5", "0".

    >>> signed(-1204, "fr"), signed(0.25, "en"), signed(0, "en")
    ('−1\u202f204', '+0.25', '0')
    """
    if not value:
        return "0"
    size = number(language, abs(value)) if isinstance(value, int) else figure(abs(value), language)
    return f"{'+' if value > 0 else '−'}{size}"


def killed_text(killed: Killed, language: Language) -> str:
    """Return deaths as a phrase: "70–153 killed"; empty where nothing is known.

    >>> killed_text(Killed(70, None, 153, 1, 0), "fr")
    '70–153 tués'
    """
    return event_killed(
        SimpleNamespace(killed_low=killed.low, killed_best=killed.best, killed_high=killed.high), language
    )


def table(found: Compared) -> str:
    """Return a comparison as CSV: a row for everything, then each category, region and cercle; unknown is blank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in found.rows:
        writer.writerow([harmless(cell) for cell in _cells(row, found)])
    return out.getvalue()


_SIDE = ("from", "to", "months", "events", "events_per_month", "killed_low", "killed_best", "killed_high")
_COLUMNS = (
    *("level", "name", "region"),
    *(f"{side}_{name}" for side in "ab" for name in (*_SIDE, "violent_tolls_unknown")),
    *("difference", "difference_per_month", "ratio", "ratio_low_95", "ratio_high_95"),
)


def values(found: Compared, asked: Asked, view: View, names: Names) -> dict[str, Any]:
    """Return a comparison as plain values, ready to be written as JSON."""

    def side(one: Side) -> dict[str, Any]:
        return {
            "query": one.view.query(),
            "label": label(one, asked.common(view), names),
            "from": one.start.isoformat(),
            "to": one.end.isoformat(),
            "months": round(one.months, 4),
            "days_without_data": one.missing_days,
            "events": one.count.events,
            "maybe": one.maybe,
            "killed": asdict(one.count.killed),
        }

    return {
        "a": side(found.a),
        "b": side(found.b),
        "on_both_sides": found.shared,
        "rows": [_plain(row) for row in found.rows],
        "sentence": " ".join(sentences(found, asked, view, names)),
        "cautions": [caution(said, names.language) for said in found.cautions],
    }


def _plain(row: Row) -> dict[str, Any]:
    ratio = row.ratio
    return {
        "level": row.level,
        "name": row.name,
        "region": row.of,
        "a": asdict(row.a) | {"events_per_month": round(row.a_rate, 6)},
        "b": asdict(row.b) | {"events_per_month": round(row.b_rate, 6)},
        "difference": row.difference,
        "difference_per_month": round(row.rate_difference, 6),
        # JSON knows no infinity: an end that there is none of is null.
        "ratio": ratio and {key: None if math.isinf(end) else end for key, end in asdict(ratio).items()},
    }


def _cells(row: Row, found: Compared) -> list[object]:
    cells: list[object] = [row.level, row.name, row.of]
    for side, count, rate in ((found.a, row.a, row.a_rate), (found.b, row.b, row.b_rate)):
        killed = count.killed
        cells += [side.start.isoformat(), side.end.isoformat(), f"{side.months:.4g}", count.events, f"{rate:.4g}"]
        cells += [killed.low, killed.best, killed.high, killed.unknown_violent]
    ends = ["", "", ""]
    if ratio := row.ratio:
        ends = ["" if math.isinf(end) else f"{end:.4g}" for end in (ratio.value, ratio.low, ratio.high)]
    return [*cells, row.difference, float(f"{row.rate_difference:.4g}"), *ends]


def _difference(found: Compared, lang: Language) -> str:
    if not found.equal:
        rates = {name: figure(rate, lang) for name, rate in (("a", found.whole.a_rate), ("b", found.whole.b_rate))}
        return t(lang, "compare.rates", **rates)
    n = found.whole.difference
    if not n:
        return t(lang, "compare.as_many")
    return t(lang, "compare.more" if n > 0 else "compare.fewer", n=abs(n))


def _ratio(found: Compared, lang: Language) -> list[str]:
    ratio = found.whole.ratio
    if ratio is None:
        return [t(lang, "compare.withheld")]
    return [] if found.a.view == found.b.view else ratio_sentences(ratio, lang, "compare")
