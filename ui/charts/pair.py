"""The two windows of a comparison side by side, with the ratio between them."""

from __future__ import annotations

from geo.before_after import Comparison, Side
from geo.change_text import figure
from geo.phrasing import toll_range
from geo.words import Language, number, period, t
from ui.markup import tag, text


def pair(comparison: Comparison, language: Language) -> str:
    """Return before and after as figures."""
    middle = [tag("b", text("–")), tag("small", text(t(language, "change.no_ratio")))]
    if ratio := comparison.ratio:
        low, high = figure(ratio.low, language), figure(ratio.high, language)
        middle = [
            tag("b", text(f"× {figure(ratio.value, language)}")),
            tag("small", text(t(language, "change.interval", low=low, high=high))),
            tag("small", text(t(language, "change.times"))),
        ]
    return tag(
        "div",
        _side("before", comparison.before, comparison.months, language),
        tag("section", *middle, cls="times"),
        _side("after", comparison.after, comparison.months, language),
        cls="pair",
    )


def _side(name: str, side: Side, months: int, lang: Language) -> str:
    killed = side.killed
    toll = toll_range(killed.low, killed.best, killed.high, lang)
    form = {0: "_same", 1: "_range"}.get(toll.count("–"), "")
    facts = [
        ("", number(lang, side.events), t(lang, "figure.events", n=side.events)),
        ("small", figure(side.events / months, lang), t(lang, "change.a_month")),
        ("small", toll or "–", t(lang, f"figure.killed{form}")),
    ]
    notes = []
    if side.maybe:
        notes.append(t(lang, "change.maybe", n=side.maybe))
    if killed.unknown_violent:
        notes.append(t(lang, "change.unknown", n=killed.unknown_violent))
    heading = tag("b", text(t(lang, f"change.{name}"))) + text(f" · {period(lang, side.start, side.end)}")
    return tag(
        "section",
        tag("h3", heading),
        tag(
            "dl", *(tag("div", tag("dd", text(value), cls=cls), tag("dt", text(label))) for cls, value, label in facts)
        ),
        tag("small", text(" · ".join(notes))) if notes else "",
    )
