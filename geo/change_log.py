"""The change log of the data by version: ``data/changes.toml``, newest first."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo.dataset import FOLDER
from geo.words import Language

_NAME = "changes.toml"


@dataclass(frozen=True)
class Change:
    """What a version of the data brought.

    :param version: as ``python -m geo check`` prints it.
    :param day: when it was made.
    :param text: what changed, in the reader's language.
    """

    version: str
    day: date
    text: str


def changes(language: Language, folder: Path = FOLDER) -> list[Change]:
    """Return the changes, newest first; none when the folder has no log or one that can't be read.

    >>> changes("en")[-1].text[:13]
    'First version'
    """
    try:
        found = tomllib.loads((folder / _NAME).read_text(encoding="utf-8"))["change"]
        suffix = "_fr" if language == "fr" else ""
        return [Change(entry["version"], entry["date"], entry[f"text{suffix}"]) for entry in found]
    except (OSError, ValueError, KeyError, TypeError):
        # A log that is broken must not take the page with it; the facts are elsewhere.
        return []
