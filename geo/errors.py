"""The errors of the Atlas: one tree, so that a caller can catch all of them at one place.

Each error is also the builtin that a Python programmer would expect (``ValueError``, ``LookupError`` …) and says what
was read, what was expected, where, and what to do next.
"""

from __future__ import annotations

from dataclasses import dataclass


class AtlasError(Exception):
    """The root of every error that the Atlas raises on purpose."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a data file, precise enough to be mended without asking.

    :param file: name of the file, as in ``data/``.
    :param row: line of the record in the file, counted as a spreadsheet does (the header is row 1); ``None`` for the
        file as a whole.
    :param column: name of the column, ``None`` for the whole row or file.
    :param read: what stood there, as text.
    :param expected: what should stand there, as a phrase that can follow "expected".
    :param step: of a story, its step, counted from 1; ``column`` then is the name of a field.

    >>> print(Fault("events.csv", 7, "region", "Atlantis", "one of: Gao, Kidal"))
    events.csv, row 7, column region: read 'Atlantis', expected one of: Gao, Kidal
    """

    file: str
    row: int | None
    column: str | None
    read: str
    expected: str
    step: int | None = None

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.step is not None:
            where += f", step {self.step}"
        if self.column is not None:
            where += f", {'field' if self.file.endswith('.toml') else 'column'} {self.column}"
        return f"{where}: read {self.read!r}, expected {self.expected}"


class DataError(AtlasError, ValueError):
    """A data file breaks its codebook.

    :param faults: every fault found, in the order of the files and their rows; never empty.
    """

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{faults[0]}{more}")


class NotFoundError(AtlasError, LookupError):
    """An id that no event, site, route or data set has."""


class TooManyError(AtlasError, ValueError):
    """More events were asked for one by one than can be looked at so.

    :param events: how many there are.
    :param most: how many there may be.
    """

    def __init__(self, events: int, most: int) -> None:
        self.events, self.most = events, most
        super().__init__(f"{events:,} events, at most {most:,} can be looked at one by one")


@dataclass(frozen=True)
class Problem:
    """A value in an address, a request or a command that can't be used.

    :param parameter: its name, e.g. ``region``.
    :param value: what was given, as text.
    :param expected: key in the words catalogue (``problem.<expected>``) of the phrase that says what would be right.
    :param choices: the values that would be right, where they can be listed; the nearest first.
    """

    parameter: str
    value: str
    expected: str
    choices: tuple[str, ...] = ()


class ViewError(AtlasError, ValueError):
    """A request names a view that can't be: an unknown parameter or a bad value.

    :param problems: all of them, in the order of the request.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.parameter}={p.value}" for p in problems))
