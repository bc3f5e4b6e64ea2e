"""The claims of the article that the Atlas grew from, each with the events that bear on it and a computed verdict.

Nobody types a verdict in: it follows from the relations in ``claim_events.csv`` by the rules of :data:`RULES`, which
the page shows in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pandas as pd

from geo.dataset import Dataset
from geo.frames import rows
from geo.model import RELATIONS
from geo.validation import split
from geo.words import Language

Verdict = Literal["supported", "qualified", "contested", "stated"]

#: Title of the article, in its own language.
ARTICLE = "Minusma’s withdrawal from Mali: contributions and limitations"

#: The rules of the verdict, in order: the first relation that any event has decides. Where none of them occurs, because
#: no event bears on the claim or all of them are context, the claim is ``stated``: by the article only.
RULES: tuple[tuple[str, Verdict], ...] = (
    ("contradicts", "contested"),
    ("qualifies", "qualified"),
    ("supports", "supported"),
)
#: Verdicts in the order in which the page lists them.
VERDICTS: tuple[Verdict, ...] = ("supported", "qualified", "contested", "stated")

#: Themes in the order of the page: what the Mission did, then what limited it, what is to be learnt, how it ended.
THEMES: tuple[str, ...] = (
    "security",
    "protection",
    "reconciliation",
    "peace_agreement",
    "state_authority",
    "human_rights",
    "political_support",
    "humanitarian",
    "innovation",
    "limitation",
    "lesson",
    "withdrawal",
)


@dataclass(frozen=True)
class Claim:
    """One claim in a language.

    :param id: its lasting name, ``c016``.
    :param theme: one of :data:`THEMES`.
    :param kind: ``context``, ``contribution``, ``innovation``, ``lesson`` or ``limitation``.
    :param statement: what is claimed, in our words.
    :param sites: ids of the places that it speaks of.
    :param years: first and last year that it speaks of.
    :param check: how it can be checked.
    :param notes: caveats.
    :param events: relation → ids of the events that bear on the claim so, by date; every relation is there.
    """

    id: str
    theme: str
    kind: str
    statement: str
    sites: tuple[str, ...]
    years: tuple[int, int]
    check: str
    notes: tuple[str, ...]
    events: Mapping[str, tuple[str, ...]]

    @property
    def verdict(self) -> Verdict:
        """What the events say of the claim."""
        return verdict([relation for relation, ids in self.events.items() if ids])

    @property
    def total(self) -> int:
        """Number of events that bear on the claim."""
        return sum(map(len, self.events.values()))


def verdict(relations: Collection[str]) -> Verdict:
    """Return the verdict that follows from the relations of events to a claim.

    >>> verdict(["supports", "context"]), verdict(["supports", "qualifies"]), verdict(["context"])
    ('supported', 'qualified', 'stated')
    """
    return next((found for relation, found in RULES if relation in relations), "stated")


@lru_cache(maxsize=16)
def claims(dataset: Dataset, language: Language) -> dict[str, Claim]:
    """Return all claims by id, in the order of the themes and of their ids.

    >>> from geo.dataset import load
    >>> claims(load(), "en")["c031"].verdict
    'qualified'
    """
    suffix = "_fr" if language == "fr" else ""
    notes = dataset.claim_notes.groupby("claim_id")[f"note{suffix}"].agg(list).to_dict()
    day = dict(zip(dataset.events["id"], range(len(dataset.events)), strict=True))
    linked: dict[str, list[tuple[str, str]]] = {}
    for link in sorted(rows(dataset.claim_events), key=lambda link: day[link["event_id"]]):
        linked.setdefault(link["claim_id"], []).append((link["relation"], link["event_id"]))
    found = [
        Claim(
            id=row["id"],
            theme=row["theme"],
            kind=row["kind"],
            statement=row[f"statement{suffix}"],
            sites=tuple(split(row["site_ids"])),
            years=(int(row["year_from"]), int(row["year_to"])),
            check=row[f"how_to_check{suffix}"],
            notes=tuple(notes.get(row["id"], ())),
            events={r: tuple(e for said, e in linked.get(row["id"], ()) if said == r) for r in RELATIONS},
        )
        for row in rows(dataset.claims)
    ]
    return {claim.id: claim for claim in sorted(found, key=lambda claim: (THEMES.index(claim.theme), claim.id))}


@lru_cache(maxsize=512)
def events_of(dataset: Dataset, claim_id: str) -> tuple[str, ...]:
    """Return the ids of all events that bear on a claim, whatever their relation to it."""
    links = dataset.claim_events
    return tuple(str(event) for event in links["event_id"][links["claim_id"] == claim_id])


def evidence(dataset: Dataset, claim: Claim, relation: str) -> pd.DataFrame:
    """Return the rows of ``Dataset.events`` that bear on a claim in one way, by date."""
    return dataset.events[dataset.events["id"].isin(claim.events[relation])]


def count_verdicts(found: Collection[Claim]) -> dict[Verdict, int]:
    """Return how many claims have each verdict, in the order of :data:`VERDICTS`."""
    counts = Counter(claim.verdict for claim in found)
    return {verdict: counts[verdict] for verdict in VERDICTS}
