"""Reading a page's own address parameters, with a word about each value that can't be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from geo.errors import Problem

Value = TypeVar("Value")


class Reader:
    """Reads parameters one by one; what can't be used is left out and stands in ``problems``.

    :param own: parameter → what the address says of it.

    >>> reader = Reader({"part": ["stroy"]})
    >>> reader.member("part", ("claims", "story"), "choice"), reader.problems[0].parameter
    (None, 'part')
    """

    def __init__(self, own: Mapping[str, Sequence[str]]) -> None:
        self.own, self.problems = own, list[Problem]()

    def one(
        self, name: str, convert: Callable[[str], Value], expected: str, choices: Sequence[str] = ()
    ) -> Value | None:
        """Read a parameter that may stand once.

        :param convert: from the text to the value; it raises ``ValueError`` for what can't be used.
        :param expected: what is said then: a key of the words' area ``problem``.
        """
        values = self.own.get(name) or ()
        for extra in values[1:]:
            self.problems.append(Problem(name, extra, "once", (values[0],)))
        try:
            return convert(values[0]) if values else None
        except ValueError:
            self.problems.append(Problem(name, values[0], expected, tuple(choices)))
            return None

    def member(self, name: str, known: Sequence[str], expected: str) -> str | None:
        """Read a parameter that must be one of some names."""

        def convert(text: str) -> str:
            if text not in known:
                raise ValueError(text)
            return text

        return self.one(name, convert, expected, known)

    def number(self, name: str, least: int, most: int, expected: str) -> int | None:
        """Read a whole number between two others."""

        def convert(text: str) -> int:
            if not (text.isascii() and text.isdigit() and len(text) < 9 and least <= int(text) <= most):
                raise ValueError(text)
            return int(text)

        return self.one(name, convert, expected)
