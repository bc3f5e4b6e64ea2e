"""What the terms of a data set allow: whether its rows may be passed on, and what whoever shows it must say."""

from __future__ import annotations

from collections.abc import Iterable

from geo.dataset import Dataset, Part
from geo.errors import AtlasError
from geo.view import CURATED
from geo.words import Language, t


class TermsError(AtlasError, PermissionError):
    """Rows of a data set were asked for whose terms forbid to pass them on.

    :param parts: the collections concerned.
    """

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = tuple(parts)
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        """Return why, and what there is instead."""
        names = ", ".join(part.name or part.id for part in self.parts)
        terms = ", ".join(dict.fromkeys(part.licence for part in self.parts if part.licence))
        key = "sets.terms_named" if terms else "sets.terms"
        return t(language, key, names=names, **({"terms": terms} if terms else {}))


def withheld(dataset: Dataset) -> tuple[Part, ...]:
    """Return the collections in a data set whose rows may not be passed on; figures, maps and counts always may."""
    return tuple(part for part in dataset.parts if not part.redistribution)


def allow_rows(dataset: Dataset) -> None:
    """Let rows of a data set be passed on.

    :raises TermsError: when the terms of any part of it forbid that.
    """
    if parts := withheld(dataset):
        raise TermsError(parts)


def credits(dataset: Dataset) -> str:
    """Return what must be said of the imported collections in a data set: attribution and terms; blank without one.

    >>> from geo.dataset import load
    >>> credits(load())
    ''
    """
    said = []
    for part in dataset.parts:
        if part.id != CURATED and (who := part.attribution or part.name):
            said.append(f"{who} ({part.licence})" if part.licence else who)
    return "; ".join(dict.fromkeys(said))
