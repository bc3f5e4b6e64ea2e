"""``python -m geo check``: say whether a folder of data files keeps to the codebook, and if not, where."""

from __future__ import annotations

import sys
from pathlib import Path

from geo import stories
from geo.dataset import FOLDER, Dataset, load
from geo.errors import DataError, Fault
from geo.phrase import Phrase
from geo.words import Language, number, t


def sentence(fault: Fault, language: Language) -> str:
    """Write one fault as one line.

    >>> fault = Fault("events.csv", 7, "region", "Atlantis", Phrase("one_of", choices="Gao, Kidal"))
    >>> print(sentence(fault, "en"))
    events.csv, row 7, column region: read 'Atlantis', expected one of: Gao, Kidal
    """
    where = [fault.file]
    if fault.row is not None:
        where.append(t(language, "check.row", row=str(fault.row)))
    if fault.step is not None:
        where.append(t(language, "check.step", step=str(fault.step)))
    if fault.column is not None:
        key = "check.field" if fault.file.endswith(".toml") else "check.column"
        where.append(t(language, key, column=fault.column))
    expected = fault.expected.say(language) if isinstance(fault.expected, Phrase) else fault.expected
    read = "".join(character if character.isprintable() else " " for character in fault.read)  # one fault, one line
    return t(language, "check.fault", where=", ".join(where), read=read, expected=expected)


def report(faults: list[Fault], language: Language = "en") -> str:
    """Write all faults, one a line, and how many there are; nothing when there is none."""
    if not faults:
        return ""
    return "\n".join([*(sentence(fault, language) for fault in faults), t(language, "check.faults", n=len(faults))])


def summary(data: Dataset, language: Language = "en") -> str:
    """Say what a sound folder holds.

    >>> print(summary(load()).partition(", version")[0])
    429 events, 725 sources, 83 sites, 13 routes
    """
    counts = {name: number(language, len(getattr(data, name))) for name in ("events", "sources", "sites", "routes")}
    lines = [t(language, "check.fine", version=data.version, **counts)]
    if data.missing:
        lines.append(t(language, "check.missing", files=", ".join(data.missing)))
    return "\n".join(lines)


def main(folder: Path | None = None, language: Language = "en") -> int:
    """Check a folder: the counts on standard output, or the faults on standard error.

    :param folder: where the files are; the Atlas's own ``data/`` by default.
    :return: the exit code, 0 when the data are right and 1 when they aren't.
    """
    try:
        data = load(FOLDER if folder is None else folder)
        told = stories.load(data, folder)
    except DataError as error:
        print(report(error.faults, language), file=sys.stderr)
        return 1
    print(summary(data, language))
    if told:
        print(t(language, "check.stories", n=len(told), steps=sum(len(story.steps) for story in told)))
    return 0
