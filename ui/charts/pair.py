"""The two sides of a comparison beside each other, with the ratio between them."""

from __future__ import annotations

from collections.abc import Sequence

from geo.before_after import Comparison, Ratio
from geo.change_text import figure
from geo.phrasing import toll_range
from geo.summary import Killed
from geo.words import Language, number, period, t
from ui.markup import tag, text


def pair(comparison: Comparison, language: Language) -> str:
    """Return before and after as figures."""
    sides = (("before", comparison.before), ("after", comparison.after))
    first, second = (
        block(
            t(language, f"change.{name}"),
            period(language, side.start, side.end),
            side.events,
            side.events / comparison.months,
            side.killed,
            language,
            notes=[t(language, "change.maybe", n=side.maybe)] if side.maybe else [],
        )
        for name, side in sides
    )
    return tag("div", first, times(comparison.ratio, t(language, "change.times"), language), second, cls="pair")


def times(ratio: Ratio | None, what: str, language: Language) -> str:
    """Return a ratio with its interval as the middle of a pair.

    :param what: which side is divided by which.
    """
    said = [tag("b", text("–")), tag("small", text(t(language, "change.no_ratio")))]
    if ratio:
        low, high = figure(ratio.low, language), figure(ratio.high, language)
        said = [
            tag("b", text(f"× {figure(ratio.value, language)}")),
            tag("small", text(t(language, "change.interval", low=low, high=high))),
            tag("small", text(what)),
        ]
    return tag("section", *said, cls="times")


def block(
    name: str, about: str, events: int, a_month: float, killed: Killed, lang: Language, notes: Sequence[str] = ()
) -> str:
    """Return one side: its name, what it is, its figures, and what else is to be said of them."""
    toll = toll_range(killed.low, killed.best, killed.high, lang)
    form = {0: "_same", 1: "_range"}.get(toll.count("–"), "")
    facts = [
        ("", number(lang, events), t(lang, "figure.events", n=events)),
        ("small", figure(a_month, lang), t(lang, "change.a_month")),
        ("small", toll or "–", t(lang, f"figure.killed{form}")),
    ]
    unknown = [t(lang, "change.unknown", n=killed.unknown_violent)] if killed.unknown_violent else []
    return tag(
        "section",
        tag("h3", tag("b", text(name)), text(f" · {about}")),
        tag(
            "dl", *(tag("div", tag("dd", text(value), cls=cls), tag("dt", text(label))) for cls, value, label in facts)
        ),
        tag("small", text(" · ".join([*notes, *unknown]))) if notes or unknown else "",
    )
