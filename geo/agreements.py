"""The local agreements that the data hold, against the number that the article states."""

from __future__ import annotations

from dataclasses import dataclass

from geo.claims import claims
from geo.dataset import Dataset

#: Category of the events that are local agreements, and the claim that counts them.
CATEGORY, CLAIM = "local_agreement", "c031"
#: The article's number: "more than" so many.
STATED = 30
#: How the Mission is named among the actors of an event and the publishers of a source.
_MISSION = "MINUSMA"


@dataclass(frozen=True)
class Agreements:
    """How many local agreements the data hold and what they say of the Mission's part.

    :param events: ids of all, by date.
    :param actor: ids of those that name the Mission among their actors.
    :param published: ids of those for which a source is published by the Mission.
    :param supports: ids of those that support the article's claim, that is, for which a source shows a part of the
        Mission in the agreement.
    """

    events: tuple[str, ...]
    actor: tuple[str, ...]
    published: tuple[str, ...]
    supports: tuple[str, ...]


def agreements(dataset: Dataset) -> Agreements:
    """Count the local agreements.

    >>> from geo.dataset import load
    >>> found = agreements(load())
    >>> len(found.events), len(found.actor), len(found.published), len(found.supports)
    (35, 16, 6, 8)
    """
    events = [str(e) for e in dataset.events["id"][dataset.events["category"] == CATEGORY]]
    actors = dataset.event_actors
    named = set(actors["event_id"][actors["name"].str.contains(_MISSION, regex=False)])
    theirs = set(dataset.sources["id"][dataset.sources["publisher"].str.contains(_MISSION, regex=False)])
    linked = dataset.event_sources
    documented = set(linked["event_id"][linked["source_id"].isin(theirs)])
    claim = claims(dataset, "en").get(CLAIM)
    supporting = set(claim.events["supports"]) if claim else set()
    return Agreements(
        events=tuple(events),
        actor=tuple(event for event in events if event in named),
        published=tuple(event for event in events if event in documented),
        supports=tuple(event for event in events if event in supporting),
    )
