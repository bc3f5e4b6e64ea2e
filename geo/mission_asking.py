"""What the page of the Mission is asked beside a view: which part, which claim, which step of which story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.agreements import CATEGORY
from geo.claims import THEMES, VERDICTS
from geo.errors import Problem
from geo.own_parameters import Reader
from geo.stories import Story
from geo.view import View

#: Parts of the page, in order.
PARTS: tuple[str, ...] = ("claims", "story", "figures", "innovations", "agreements")
#: Orders of the bases.
SORTS: tuple[str, ...] = ("opening", "closing")
#: The page's own parameters.
PARAMETERS: tuple[str, ...] = ("part", "claim", "theme", "verdict", "story", "step", "sort", "closure")
#: More steps has no story and no withdrawal.
_MOST_STEPS = 99


@dataclass(frozen=True)
class Asked:
    """What the page shows.

    :param part: one of :data:`PARTS`.
    :param claim: id of the claim whose evidence is shown; ``None`` shows the overview.
    :param theme: only claims of this theme are listed.
    :param verdict: only claims of this verdict are listed.
    :param story: id of the story; ``None`` for the first.
    :param step: of the story, from 1.
    :param sort: order of the bases.
    :param closure: how many bases the map of the withdrawal shows as closed.
    """

    part: str = "claims"
    claim: str | None = None
    theme: str | None = None
    verdict: str | None = None
    story: str | None = None
    step: int = 1
    sort: str = "opening"
    closure: int = 0

    def told(self, stories: Sequence[Story]) -> tuple[Story, int] | None:
        """Return the story and the number of its step, from 1; ``None`` where there is none."""
        story = next((story for story in stories if story.id == self.story), None)
        return (story, min(self.step, len(story.steps))) if story else None

    def view(self, view: View, stories: Sequence[Story] = ()) -> View:
        """Return the view that the part shows and exports, without the filters that the reader set elsewhere.

        The event that the reader selected stays; without one, a step of a story has its own.
        """
        shown = view.everything().but(mode="events", event=view.event)
        if self.part == "claims":
            return shown.but(claim=self.claim)
        if self.part == "agreements":
            return shown.but(category=(CATEGORY,))
        if self.part == "story" and (told := self.told(stories)):
            step = told[0].steps[told[1] - 1].view
            return step.but(lang=view.lang, data=view.data, mode="events", event=view.event or step.event)
        return shown


def mission_asked(
    claims: Sequence[str], stories: Sequence[str], own: Mapping[str, Sequence[str]]
) -> tuple[Asked, list[Problem]]:
    """Read what the page is asked; a value that can't be used is reported and its default taken.

    :param claims: ids of the claims.
    :param stories: ids of the stories.

    >>> asked, problems = mission_asked(["c016"], [], {"claim": ["c016"], "step": ["0"]})
    >>> asked.part, asked.claim, asked.step, [problem.parameter for problem in problems]
    ('claims', 'c016', 1, ['step'])
    """
    reader = Reader(own)
    story, claim = reader.member("story", stories, "story_id"), reader.member("claim", claims, "claim_id")
    # A link that names a claim or a story alone means its part.
    part = reader.member("part", PARTS, "choice") or ("story" if story and not claim else "claims")
    return (
        Asked(
            part=part,
            claim=claim,
            theme=reader.member("theme", THEMES, "choice"),
            verdict=reader.member("verdict", VERDICTS, "choice"),
            story=story or next(iter(stories), None),
            step=reader.number("step", 1, _MOST_STEPS, "step") or 1,
            sort=reader.member("sort", SORTS, "choice") or SORTS[0],
            closure=reader.number("closure", 0, _MOST_STEPS, "step") or 0,
        ),
        reader.problems,
    )
