"""Claims as markup: the mark of each verdict, the rules, all claims at a glance, and the list to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from geo.claims import THEMES, VERDICTS, Claim, Verdict
from geo.words import Language, t
from ui.markup import tag, text

#: Marks of the verdicts: full, half, crossed and open, told apart by shape alone, in the colour of the text, for a
#: verdict is no praise and no blame.
_MARKS: dict[Verdict, str] = {
    "supported": tag("circle", r="5.5", cls="full"),
    "qualified": tag("circle", r="5", cls="open") + tag("path", d="M0,-5A5,5 0 0 1 0,5Z", cls="full"),
    "contested": tag("circle", r="5", cls="open") + tag("path", d="M-3.4,-3.4L3.4,3.4M3.4,-3.4L-3.4,3.4", cls="open"),
    "stated": tag("circle", r="5", cls="open dashed"),
}


def mark(verdict: Verdict, size: int = 14) -> str:
    """Return a verdict's mark."""
    return tag(
        "svg", _MARKS[verdict], viewBox="-7 -7 14 14", width=str(size), height=str(size), cls="mark-verdict",
        aria_hidden="true",
    )  # fmt: skip


def rules(counts: Mapping[Verdict, int], chosen: str | None, language: Language) -> str:
    """Return the verdicts with the rule of each in words and the number of claims; each can be chosen.

    :param chosen: the verdict that the list is narrowed to.
    """
    entries = [
        tag(
            "button",
            tag("b", mark(verdict, 18), text(t(language, f"mission.verdict_{verdict}"))),
            tag("strong", text(t(language, "mission.number", n=n))),
            tag("span", text(t(language, f"mission.rule_{verdict}"))),
            cls="rule-card selected" if verdict == chosen else "rule-card",
            type="button",
            data_choice=verdict,
            aria_pressed="true" if verdict == chosen else "false",
        )
        for verdict, n in counts.items()
    ]
    return tag("div", *entries, cls="rule-cards", role="group", aria_label=t(language, "mission.rules"))


def glance(claims: Sequence[Claim], language: Language) -> str:
    """Return all claims at a glance: one mark each, by theme and verdict."""
    rows = []
    for theme in THEMES:
        here = [claim for claim in claims if claim.theme == theme]
        if not here:
            continue
        here.sort(key=lambda claim: (VERDICTS.index(claim.verdict), claim.id))
        dots = [
            tag(
                "a",
                mark(claim.verdict, 18),
                href=_address(claim, language),
                data_choice=claim.id,
                title=claim.statement,
                aria_label=f"{claim.id}, {t(language, f'mission.verdict_{claim.verdict}')}: {claim.statement}",
            )
            for claim in here
        ]
        name = text(t(language, f"mission.theme_{theme}"))
        rows.append(tag("tr", tag("th", name, scope="row"), tag("td", *dots), tag("td", text(len(here)), cls="figure")))
    return tag("table", tag("tbody", *rows), cls="glance")


def claim_list(claims: Sequence[Claim], selected: str | None, language: Language) -> str:
    """Return claims by theme, each a link."""
    parts = []
    for theme in THEMES:
        here = [claim for claim in claims if claim.theme == theme]
        if here:
            entries = (_entry(claim, claim.id == selected, language) for claim in here)
            parts.append(
                tag(
                    "section",
                    tag("h3", text(t(language, f"mission.theme_{theme}")), tag("small", text(len(here)))),
                    tag("ul", *entries),
                )
            )
    return tag("div", *parts, cls="claims scroll")


def _entry(claim: Claim, selected: bool, language: Language) -> str:
    said = t(language, f"mission.verdict_{claim.verdict}")
    about = f"{claim.id} · {said} · {t(language, 'view.events', n=claim.total)}"
    return tag(
        "li",
        tag(
            "a",
            mark(claim.verdict),
            tag("span", text(claim.statement), tag("small", text(about))),
            href=_address(claim, language),
            data_choice=claim.id,
            cls="claim selected" if selected else "claim",
            aria_current="true" if selected else "",
        ),
    )


def _address(claim: Claim, language: Language) -> str:
    return "?" + urlencode({"claim": claim.id, "lang": language})
