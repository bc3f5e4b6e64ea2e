"""What the page of the Mission is asked beside a view: which part, which claim, which step of which story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.claims import THEMES, VERDICTS
from geo.errors import Problem
from geo.own_parameters import Reader
from geo.view import View

#: Parts of the page, in order.
PARTS: tuple[str, ...] = ("claims",)
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
    :param closure: how many bases the map of the withdrawal shows as closed; ``None`` for all.
    """

    part: str = "claims"
    claim: str | None = None
    theme: str | None = None
    verdict: str | None = None
    story: str | None = None
    step: int = 1
    sort: str = "opening"
    closure: int | None = None

    def view(self, view: View) -> View:
        """Return the view of the claim: its events, without the filters that the reader set elsewhere."""
        return view.everything().but(claim=self.claim if self.part == "claims" else None, mode="events")


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
            closure=reader.number("closure", 0, _MOST_STEPS, "step"),
        ),
        reader.problems,
    )
