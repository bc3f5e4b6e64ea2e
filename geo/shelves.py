"""The two shelves of a running Atlas: sets kept for everybody, and those that belong to one session for a while."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from geo.errors import NotFoundError
from geo.sets import SetInfo, Shelf

#: Environment variable that names the folder of kept sets; by default one among the user's own data.
FOLDER_VARIABLE = "ATLAS_SETS_FOLDER"
#: A session's set goes when nobody has asked for it for so long, in seconds.
LIFETIME = 6 * 3600.0
#: Sets of sessions that are held at the same time; the one asked for longest ago makes room.
MOST = 64


def kept_folder() -> Path:
    """Return the folder of the sets that are kept: never inside the project."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("minusma-atlas", appauthor=False) / "sets"


@dataclass
class PrivateShelf:
    """Sets of single sessions, each under an id that can't be guessed and that no list shows.

    Whoever has the id can open the set while it lives, as the map's own requests do; so a link to such a view works
    for those whom its owner sends it to.

    :param lifetime: seconds after its last use when a set goes.
    :param clock: seconds that only grow.
    """

    lifetime: float = LIFETIME
    clock: Callable[[], float] = time.monotonic
    _used: dict[str, float] = field(default_factory=dict)
    _shelf: Shelf | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(
        self,
        info: SetInfo,
        events: pd.DataFrame | Path,
        sources: pd.DataFrame | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> SetInfo:
        """Take a session's set and return what is known of it, with the id that it has now."""
        self._expire(room=1)
        kept = self._folder().keep(replace(info, id=f"own-{secrets.token_hex(16)}"), events, sources, progress)
        with self._lock:
            self._used[kept.id] = self.clock()
        return kept

    def holds(self, set_id: str) -> bool:
        """Say whether a set is here."""
        self._expire()
        with self._lock:
            return set_id in self._used

    def info(self, set_id: str) -> SetInfo:
        """Return what is known of a set, which begins its lifetime anew.

        :raises NotFoundError: when there is none of this id, or no longer.
        """
        if not self.holds(set_id):
            raise NotFoundError(set_id)
        with self._lock:
            self._used[set_id] = self.clock()
        return self._folder().info(set_id)

    def events(self, set_id: str) -> Path:
        """Return where a set's events are."""
        return self._folder().events(set_id)

    def sources(self, set_id: str) -> pd.DataFrame | None:
        """Return a set's own sources, or ``None``."""
        return self._folder().sources(set_id)

    def delete(self, set_id: str) -> None:
        """Delete a set.

        :raises NotFoundError: when there is none of this id.
        """
        if not self.holds(set_id):
            raise NotFoundError(set_id)
        with self._lock:
            self._used.pop(set_id, None)
        self._folder().delete(set_id)

    def _folder(self) -> Shelf:
        with self._lock:
            if self._shelf is None:
                place = tempfile.mkdtemp(prefix="atlas-sets-")
                atexit.register(shutil.rmtree, place, ignore_errors=True)
                self._shelf = Shelf(Path(place))
            return self._shelf

    def _expire(self, room: int = 0) -> None:
        now = self.clock()
        with self._lock:
            by_age = sorted(self._used, key=lambda known: self._used[known])
            late = [known for known in by_age if now - self._used[known] > self.lifetime]
            gone = {*late, *by_age[: max(len(by_age) + room - MOST, 0)]}
            for known in gone:
                del self._used[known]
        for known in gone:
            try:
                self._folder().delete(known)
            except (NotFoundError, OSError):
                continue


#: The sessions' sets of this process.
PRIVATE = PrivateShelf()
