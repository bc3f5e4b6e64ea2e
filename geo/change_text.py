"""A comparison of before and after in words and as a table: the same on the page and in a file."""

from __future__ import annotations

import csv
import io
import math

from geo.before_after import Caution, Comparison, Ratio, Side
from geo.names import Names
from geo.records import harmless
from geo.sentence import filters
from geo.view import View
from geo.words import Language, day, number, t


def sentences(comparison: Comparison, view: View, names: Names, precision: str, stretch: str = "") -> list[str]:
    """Say what was found: the counts, then the ratio or why there is none.

    :param view: the events round the place, without a window.
    :param precision: how well the day is known: ``day``, ``month`` or ``year``.
    :param stretch: name of the stretch of the route, blank for all of it.
    """
    lang = names.language
    said = t(
        lang,
        "change.sentence",
        where=where(view, names, stretch),
        before=t(lang, "view.events", n=comparison.before.events),
        after=t(lang, "view.events", n=comparison.after.events),
        months=t(lang, "change.n_months", n=comparison.months),
        day=t(lang, f"change.on_{precision}", day=day(lang, comparison.pivot, precision)),
    )
    return [said, *_ratio(comparison, lang)]


def where(view: View, names: Names, stretch: str = "") -> str:
    """Return which events are compared: the view's filters without its window, as the beginning of a sentence."""
    text = " · ".join([*filters(view.but(start=None, end=None), names), *([stretch] if stretch else [])])
    return text[:1].upper() + text[1:]


def caution(said: Caution, comparison: Comparison, language: Language) -> str:
    """Return a caution as a sentence."""
    values = {name: value if isinstance(value, int) else day(language, value) for name, value in said.values}
    if said.key == "beyond":
        return t(language, "change.caution_beyond", n=comparison.before.missing_days + comparison.after.missing_days)
    return t(language, f"change.caution_{said.key}", **values)


def ratio_text(ratio: Ratio, language: Language) -> str:
    """Return a ratio with its interval: "2.3 (0.9–6.9)"; a side without an end is written so.

    >>> ratio_text(Ratio(2.35, 0.875, 6.9), "fr")
    '2,4 (0,88–6,9)'
    """
    return f"{figure(ratio.value, language)} ({figure(ratio.low, language)}–{figure(ratio.high, language)})"


def figure(value: float, language: Language) -> str:
    """Write a rate or ratio with two significant digits, ∞ for what has no end."""
    if math.isinf(value):
        return "∞"
    if value and value < 1:
        return number(language, round(value, 2), digits=2)
    return number(language, round(value, 1), digits=1) if value < 10 else number(language, round(value))


def ratio_sentences(ratio: Ratio, language: Language, words: str) -> list[str]:
    """Return a ratio of rates with its interval in a sentence, and whether chance alone could explain it.

    :param words: area of the words that has the sentences ``ratio``, ``ratio_from_none`` and ``ratio_to_none``.
    """
    low, high = figure(ratio.low, language), figure(ratio.high, language)
    if math.isinf(ratio.value):
        said = t(language, f"{words}.ratio_from_none", low=low)
    elif ratio.value == 0:
        said = t(language, f"{words}.ratio_to_none", high=high)
    else:
        said = t(language, f"{words}.ratio", ratio=figure(ratio.value, language), low=low, high=high)
    return [said, t(language, "change.may_be_chance" if ratio.may_be_chance else "change.hardly_chance")]


def table(comparison: Comparison) -> str:
    """Return a comparison as CSV: a row for each window, then one for the ratio; unknown cells are blank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for name, side in (("before", comparison.before), ("after", comparison.after)):
        writer.writerow([harmless(cell) for cell in _row(name, side, comparison.months)])
    if ratio := comparison.ratio:
        ends = ["" if math.isinf(end) else f"{end:.4g}" for end in (ratio.value, ratio.low, ratio.high)]
        writer.writerow(["ratio", *[""] * (len(_COLUMNS) - 4), *ends])
    return out.getvalue()


_COLUMNS = (
    *("window", "from", "to", "months", "events", "maybe", "events_per_month", "killed_low", "killed_best"),
    *("killed_high", "violent_tolls_unknown", "days_without_data", "ratio", "ratio_low_95", "ratio_high_95"),
)


def _row(name: str, side: Side, months: int) -> list[object]:
    killed = side.killed
    return [
        *(name, side.start.isoformat(), side.end.isoformat(), months, side.events, side.maybe),
        *(f"{side.events / months:.4g}", killed.low, killed.best, killed.high, killed.unknown_violent),
        *(side.missing_days, "", "", ""),
    ]


def _ratio(comparison: Comparison, lang: Language) -> list[str]:
    ratio = comparison.ratio
    if comparison.fits is not None:
        fits = t(lang, "change.fits", n=comparison.fits) if comparison.fits else t(lang, "change.outside")
        return [t(lang, "change.withheld"), fits]
    if ratio is None:
        return [t(lang, "change.none")]
    return ratio_sentences(ratio, lang, "change")
