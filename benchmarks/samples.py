"""The events that a run measures with, and what a right answer about them is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Numbers:
    """What a page must show of a view: all its events, and those with a place on the map."""

    events: int
    placed: int


@dataclass(frozen=True)
class Sample:
    """One synthetic data set.

    :param size: events in it.
    :param file: Parquet, with the columns of ``Dataset.events``.
    :param first: year of its first event, and ``last`` of its last.
    :param since: year → what is left when the years before it are left out.
    :param within: year → the events that begin in it.
    """

    size: int
    file: Path
    first: int
    last: int
    since: dict[int, Numbers] = field(repr=False)
    within: dict[int, Numbers] = field(repr=False)

    @property
    def id(self) -> str:
        """The data set's id in the Atlas."""
        return f"sample-{self.size}"


def counted(frame: pd.DataFrame) -> tuple[dict[int, Numbers], dict[int, Numbers]]:
    """Return ``since`` and ``within`` of events with ``date_start``, ``date_end`` and ``lat``.

    Counted here from the file, by no code of the Atlas, so that its answers are held against something else.
    """
    start = pd.to_datetime(frame["date_start"]).dt.year
    end = pd.to_datetime(frame["date_end"]).dt.year
    placed = frame["lat"].notna()
    years = range(int(start.min()), int(start.max()) + 1)
    since = {year: Numbers(int((end >= year).sum()), int((placed & (end >= year)).sum())) for year in years}
    within = {year: Numbers(int((start == year).sum()), int((placed & (start == year)).sum())) for year in years}
    return since, within


def prepare(sizes: Iterable[int], folder: Path) -> list[Sample]:
    """Make the data sets below a folder and keep them for the Atlas in its ``sets``; what is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for size in sorted(sizes):
        file = folder / f"sample-{size}.parquet"
        if not file.exists():
            _run("make-sample", "--events", str(size), "--out", str(file), sets=folder / "sets")
        if not (folder / "sets" / f"sample-{size}").exists():
            _run("import", str(file), "--name", f"Sample {size}", sets=folder / "sets")
        since, within = counted(pd.read_parquet(file, columns=["date_start", "date_end", "lat"]))
        found.append(Sample(size, file, min(since), max(since), since, within))
    return found


def _run(*arguments: str, sets: Path) -> None:
    command = [sys.executable, "-m", "geo", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"ATLAS_SETS_FOLDER": str(sets)}, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
