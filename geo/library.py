"""The data sets that are open in this process, each with its engine, shared by pages, API and command line."""

from __future__ import annotations

import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from geo import stories
from geo.address import MOST_SETS, Vocabulary, sets_chosen, sets_named
from geo.counting import CountingStore
from geo.dataset import Dataset, curated, load
from geo.errors import NotFoundError
from geo.imported import as_dataset
from geo.largestore import THRESHOLD, LargeStore
from geo.names import Names
from geo.set_files import read_events
from geo.sets import SetInfo, Shelf
from geo.shelves import PRIVATE, PrivateShelf, kept_folder
from geo.store import Store
from geo.stories import Story
from geo.together import together
from geo.view import CURATED
from geo.words import LANGUAGES, Language

#: Environment variable that names another folder of curated data, e.g. one that is being corrected.
FOLDER_VARIABLE = "ATLAS_DATA_FOLDER"
#: Imported sets, and sets shown at once, that stay open; the one asked for longest ago makes room.
_OPEN = 8


@dataclass(frozen=True)
class Open:
    """A data set in use: its engine, its stories, the names that an address may say, and names in both languages."""

    store: Store
    # Two sets are the same when their stores are.
    stories: tuple[Story, ...] = field(default=(), compare=False)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names that an address may use."""
        found = Vocabulary.of(self.store.dataset)
        return replace(found, events=_Ids(self.store)) if self.store.large else found

    @cached_property
    def names(self) -> dict[Language, Names]:
        """Names of regions, cercles, actors and places by language."""
        return {language: Names.of(self.store.dataset, language) for language in LANGUAGES}


@dataclass(frozen=True)
class _Ids:
    """The ids of the events of a large store, without a list of them."""

    store: Store

    def __contains__(self, event_id: object) -> bool:
        return isinstance(event_id, str) and self.store.has(event_id)


@dataclass
class Library:
    """Opens data sets on first use and keeps them open.

    :param folder: folder of the curated data; by default the project's ``data/``.
    :param shelf: sets that are kept, for everybody who reaches this process.
    """

    folder: Path | None = None
    shelf: Shelf = field(default_factory=lambda: Shelf(kept_folder()))
    _open: OrderedDict[str, Open] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _opening: threading.Lock = field(default_factory=threading.Lock)
    _in_use: weakref.WeakValueDictionary[str, Open] = field(default_factory=weakref.WeakValueDictionary)

    def open(self, data: str = CURATED) -> Open:
        """Return a data set in use.

        :param data: its id, or several joined by ``+``; see :func:`geo.together.together`.
        :raises DataError: when its files break the codebook; they are read again at the next call, so that a mended
            file needs no restart.
        :raises NotFoundError: when there is no such data set, or several of which one can only be shown alone.
        """
        if data == CURATED:
            with self._lock:
                if data not in self._open:
                    dataset = curated() if self.folder is None else load(self.folder)
                    self._open[data] = Open(CountingStore(dataset), stories.load(dataset, self.folder))
                return self._open[data]
        own = self.open().store.dataset
        infos = {name: None if name == CURATED else self.info(name) for name in sets_named([data])}
        versions = [own.version if info is None else info.version for info in infos.values()]
        # A set that was kept anew meanwhile, perhaps by another process, is another one.
        key = f"{data} {own.version} {' '.join(versions)}"
        with self._opening:  # one set is read at a time; those that are open answer meanwhile
            if (found := self._found(key)) is None:
                found = self._read([info or own for info in infos.values()], own)
                self._take(key, found)
        return found

    def keep_open(self, data: str, opened: Open) -> Open:
        """Have a set answer the pages that show it after it was deleted, as long as one holds what is returned."""
        with self._lock:
            self._in_use[data] = opened
        return opened

    def deleted(self, data: str) -> Open | None:
        """Return a set that was deleted while a page shows it, or ``None``."""
        names = sets_named([data])
        if all(name == CURATED or self._perhaps(name) for name in names):
            return None
        with self._lock:
            return self._in_use.get("+".join(names))

    def asked(self, said: Sequence[str], *, gone: bool = False) -> tuple[Open, Vocabulary]:
        """Return the data set that an address names, and the names with which the rest of it is read.

        What can't be used is left out here, and reported by whoever reads the address with the vocabulary.

        :param said: the values of the parameter ``data``.
        :param gone: whether a set that was deleted while a page shows it still answers, as that page's own questions.
        :raises DataError: see :meth:`open`.
        """
        if gone and (held := self.deleted("+".join(sets_named(said)))):
            return held, replace(held.vocabulary, datasets=self.kept_ids() | {CURATED, *sets_named(said)})
        infos = [info for info in map(self._perhaps, sets_named(said)) if info is not None]
        known = frozenset({CURATED, *(info.id for info in infos)})
        large = frozenset(info.id for info in infos if is_large(info))
        opened = self.open(sets_chosen(said, known, large)[0])
        return opened, replace(opened.vocabulary, datasets=known | self.kept_ids(), alone=large)

    def info(self, data_id: str) -> SetInfo:
        """Return what is known of an imported set, kept or a session's own.

        :raises NotFoundError: when there is none.
        """
        try:
            return PRIVATE.info(data_id)
        except NotFoundError:
            return self.shelf.info(data_id)

    def kept(self) -> list[SetInfo]:
        """Return the sets that are kept for everybody, by name."""
        return self.shelf.all()

    def kept_ids(self) -> frozenset[str]:
        """Return the ids of the sets that are kept for everybody."""
        return frozenset(info.id for info in self.kept())

    # -- inside ---------------------------------------------------------------------------------------------------

    def _perhaps(self, data_id: str) -> SetInfo | None:
        try:
            return self.info(data_id)
        except NotFoundError:
            return None

    def _found(self, key: str) -> Open | None:
        with self._lock:
            if key in self._open:
                self._open.move_to_end(key)
            return self._open.get(key)

    def _take(self, key: str, opened: Open) -> None:
        with self._lock:
            self._open[key] = opened
            others = [known for known in self._open if known != CURATED]
            for old in others[:-_OPEN]:
                del self._open[old]

    def _read(self, wanted: Sequence[SetInfo | Dataset], curated: Dataset) -> Open:
        if len(wanted) > 1:
            if len(wanted) > MOST_SETS or any(isinstance(one, SetInfo) and is_large(one) for one in wanted):
                raise NotFoundError("+".join(one.id for one in wanted))
            datasets = [one if isinstance(one, Dataset) else self._dataset(one, curated) for one in wanted]
            return Open(CountingStore(together(datasets)))
        only = wanted[0]
        if isinstance(only, Dataset):
            return self.open()
        if is_large(only):
            path = self._shelf_of(only).events(only.id)
            return Open(LargeStore(as_dataset(only, curated.events.iloc[:0], self._sources(only), curated), path))
        return Open(CountingStore(self._dataset(only, curated)))

    def _dataset(self, info: SetInfo, curated: Dataset) -> Dataset:
        events = read_events(self._shelf_of(info).events(info.id))
        return as_dataset(info, events, self._sources(info), curated)

    def _sources(self, info: SetInfo) -> pd.DataFrame | None:
        return self._shelf_of(info).sources(info.id)

    def _shelf_of(self, info: SetInfo) -> Shelf | PrivateShelf:
        return PRIVATE if PRIVATE.holds(info.id) else self.shelf


def is_large(info: SetInfo) -> bool:
    """Say whether a set's events stay in its file instead of a frame."""
    return info.rows > THRESHOLD


def _folder() -> Path | None:
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else None


#: The library of this process.
LIBRARY = Library(_folder())
