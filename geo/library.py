"""The data sets that are open in this process, each with its engine, shared by pages, API and command line."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from geo.address import Vocabulary
from geo.dataset import load
from geo.errors import NotFoundError
from geo.names import Names
from geo.store import Store
from geo.view import CURATED
from geo.words import LANGUAGES, Language

#: Environment variable that names another folder of curated data, e.g. one that is being corrected.
FOLDER_VARIABLE = "ATLAS_DATA_FOLDER"


@dataclass(frozen=True)
class Open:
    """A data set in use: its engine, the names that an address may say, and its names in both languages."""

    store: Store

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that an address may use."""
        return Vocabulary.of(self.store.dataset)

    @cached_property
    def names(self) -> dict[Language, Names]:
        """Names of regions, cercles, actors and places by language."""
        return {language: Names.of(self.store.dataset, language) for language in LANGUAGES}


@dataclass
class Library:
    """Opens data sets on first use and keeps them open.

    :param folder: folder of the curated data; by default the project's ``data/``.
    """

    folder: Path | None = None
    _open: dict[str, Open] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, data: str = CURATED) -> Open:
        """Return a data set in use.

        :raises DataError: when its files break the codebook; they are read again at the next call, so that a mended
            file needs no restart.
        :raises NotFoundError: when there is no such data set.
        """
        if data != CURATED:
            raise NotFoundError(data)
        with self._lock:
            if data not in self._open:
                self._open[data] = Open(Store(load(self.folder)))
            return self._open[data]


def _folder() -> Path | None:
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else None


#: The library of this process.
LIBRARY = Library(_folder())
