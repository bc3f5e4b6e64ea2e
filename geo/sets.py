"""Imported data sets as folders: kept whole or not at all, listed, opened, deleted.

A shelf is a folder of them; each set is ``<id>/`` with ``events.parquet`` (the columns of ``Dataset.events``, sorted by
``date_start`` and ``id``), ``sources.parquet`` where it has sources of its own, and ``set.json`` (:class:`SetInfo`).
A set is written beside its place and moved there in one step, so that whoever is killed on the way leaves the old one.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from geo import set_files
from geo.dataset import Part
from geo.errors import AtlasError, NotFoundError
from geo.text import slug
from geo.view import CURATED
from geo.words import Language, t

EVENTS, SOURCES, ABOUT = "events.parquet", "sources.parquet", "set.json"
#: Longest name of a set, and longest words on it, in characters: they stand on the map and under every export.
MAX_NAME, MAX_ATTRIBUTION, MAX_SOURCE, MAX_LICENCE = 120, 200, 300, 100
#: What was left half-written longer ago than this belongs to nobody at work, in seconds.
_STALE = 86_400.0
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class SetError(AtlasError, ValueError):
    """A data set can't be kept, fetched or used: what is wrong and what to do.

    :param code: name in the area ``sets`` of the words catalogue.
    :param values: what fills its placeholders.
    """

    def __init__(self, code: str, **values: Any) -> None:
        self.code, self.values = code, values
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        """Return the sentence in a language."""
        return t(language, f"sets.{self.code}", **self.values)


@dataclass(frozen=True)
class SetInfo:
    """What is known of a kept set.

    :param id: its name in addresses.
    :param name: what it is called.
    :param kind: format that it was read from, of :data:`geo.importers.kinds.KINDS`.
    :param attribution: what whoever shows it must say.
    :param source: where it is from, of a table of somebody's own: an address, or a word on the document; may be blank.
    :param licence: its terms, as their name; blank when unknown.
    :param redistribution: whether its rows may be passed on.
    :param created: when it was kept, ISO 8601 in UTC.
    :param rows: number of events.
    :param version: first 12 hex digits of a SHA-256 over its files and what is said of it.
    :param report: what became of the rows of its file: ``read``, ``kept``, ``refused``, ``repaired`` …
    :param size: bytes on disk; not in ``set.json``.
    """

    id: str
    name: str
    kind: str = "table"
    attribution: str = ""
    licence: str = ""
    redistribution: bool = True
    created: str = ""
    rows: int = 0
    version: str = ""
    report: dict[str, Any] = field(default_factory=dict)
    size: int = 0
    source: str = ""

    @property
    def part(self) -> Part:
        """The set as a part of a data set."""
        return Part(self.id, self.name, self.attribution, self.licence, self.redistribution)


@dataclass(frozen=True)
class Shelf:
    """A folder of sets; made when the first one is kept.

    :param folder: where it is.
    """

    folder: Path

    def info(self, set_id: str) -> SetInfo:
        """Return what is known of a set.

        :raises NotFoundError: when there is none of this id, or its folder can't be read.
        """
        if not _ID.fullmatch(set_id) or len(set_id) > 100:
            raise NotFoundError(set_id)
        home = self.folder / set_id
        if not home.is_dir() and self._old(set_id).is_dir():
            with self._alone():
                self._mend(set_id)
        try:
            about = json.loads((home / ABOUT).read_text(encoding="utf-8"))
            known = {f.name for f in fields(SetInfo)}
            found = SetInfo(**{name: value for name, value in about.items() if name in known})
            size = sum(file.stat().st_size for file in home.iterdir())
        except (OSError, ValueError, TypeError, AttributeError):
            raise NotFoundError(set_id) from None
        return replace(found, id=set_id, size=size)

    def all(self) -> list[SetInfo]:
        """Return all sets, by name; a folder that is none is passed over."""
        ids = {entry.removeprefix(".old-") for entry in self._entries() if not entry.startswith((".new-", ".gone-"))}
        found = []
        for set_id in ids:
            with suppress(NotFoundError):
                found.append(self.info(set_id))
        return sorted(found, key=lambda info: (info.name.casefold(), info.id))

    def events(self, set_id: str) -> Path:
        """Return where a set's events are."""
        return self.folder / self.info(set_id).id / EVENTS

    def sources(self, set_id: str) -> pd.DataFrame | None:
        """Return a set's own sources, or ``None``."""
        path = self.events(set_id).with_name(SOURCES)
        return set_files.read_sources(path) if path.is_file() else None

    def keep(
        self,
        info: SetInfo,
        events: pd.DataFrame | Path,
        sources: pd.DataFrame | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> SetInfo:
        """Keep a set in place of any other of its id, and return what is known of it now.

        :param info: what it is; ``created``, ``rows`` and ``version`` are filled in.
        :param events: the columns of ``Dataset.events``, as a frame or as a Parquet file.
        :param sources: its own sources, in the columns of ``sources.csv``.
        :raises SetError: when it has no events, the file is not of that form, or the folder can't be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix=f".new-{info.id}-", dir=self.folder))
        except OSError as error:
            raise SetError("not_kept", folder=str(self.folder), reason=error.strerror or str(error)) from None
        try:
            rows = set_files.write_events(events, fresh / EVENTS, progress)
            if not rows:
                raise SetError("no_events")
            if sources is not None and len(sources):
                set_files.write_sources(sources, fresh / SOURCES)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            kept = replace(info, created=info.created or now, rows=rows, version="", size=0)
            kept = replace(kept, version=set_files.version(fresh, asdict(kept)))
            about = {name: value for name, value in asdict(kept).items() if name != "size"}
            (fresh / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            for file in fresh.iterdir():
                _sync(file)
            _sync(fresh)
            with self._alone():
                self._place(info.id, fresh)
        except OSError as error:
            raise SetError("not_kept", folder=str(self.folder), reason=error.strerror or str(error)) from None
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return self.info(info.id)

    def delete(self, set_id: str) -> None:
        """Delete a set.

        :raises NotFoundError: when there is none of this id.
        """
        self.info(set_id)
        with self._alone():
            gone = self.folder / f".gone-{set_id}-{secrets.token_hex(4)}"
            os.rename(self.folder / set_id, gone)
            _sync(self.folder)
        shutil.rmtree(gone, ignore_errors=True)

    def clear(self, older_than: float = _STALE) -> None:
        """Remove what others left half-written longer ago than so many seconds."""
        for entry in self._entries():
            path = self.folder / entry
            with suppress(OSError):
                if entry.startswith((".new-", ".gone-")) and path.stat().st_mtime < time.time() - older_than:
                    shutil.rmtree(path, ignore_errors=True)

    def _entries(self) -> list[str]:
        try:
            return [entry.name for entry in self.folder.iterdir() if entry.is_dir()]
        except OSError:
            return []

    def _old(self, set_id: str) -> Path:
        return self.folder / f".old-{set_id}"

    def _mend(self, set_id: str) -> None:
        """Bring back the old set where somebody was killed between moving it aside and moving the new one in."""
        home, old = self.folder / set_id, self._old(set_id)
        if old.is_dir():
            if home.is_dir():
                shutil.rmtree(old)
            else:
                os.rename(old, home)

    def _place(self, set_id: str, fresh: Path) -> None:
        self._mend(set_id)
        home, old = self.folder / set_id, self._old(set_id)
        if home.is_dir():
            os.rename(home, old)
        os.rename(fresh, home)
        _sync(self.folder)
        shutil.rmtree(old, ignore_errors=True)
        self.clear()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the shelf's lock, which the system gives back when its holder dies."""
        try:
            import fcntl
        except ImportError:  # Windows: one process writes at a time, as on a desk
            yield
            return
        with (self.folder / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def id_of(name: str) -> str:
    """Return the id of a set that is called so; the same name keeps the same place.

    >>> id_of("UCDP GED, Mali 2024"), id_of("curated"), id_of("…")
    ('ucdp-ged-mali-2024', 'curated-set', 'set')
    """
    found = slug(name) or "set"
    return f"{found}-set" if found == CURATED else found


def clean_name(name: str) -> str:
    """Return a name as one line of printable characters, at most :data:`MAX_NAME` of them."""
    return clean_line(name, MAX_NAME)


def clean_line(said: str, most: int) -> str:
    """Return what somebody typed as one line of at most so many printable characters.

    >>> clean_line(" Our\\tNGO ", 20)
    'Our NGO'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:most].strip()


def _sync(path: Path) -> None:
    """Have the system write a file or the entries of a folder to the disk."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
