"""Keeping data sets: whole or not at all, replaced in one step, never outside of their folder."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_sets import event, frame

from geo.errors import DataError, NotFoundError
from geo.set_files import read_events
from geo.sets import SetError, SetInfo, Shelf, clean_name, id_of
from geo.shelves import MOST, PrivateShelf

INFO = SetInfo("mine", "Mine", attribution="Nobody", licence="CC0", redistribution=False)
OLD, NEW = frame(event("a"), event("b")), frame(event("c"), event("d"), event("e", "2018-01-01"))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "sets")


def test_a_kept_set_comes_back_as_it_was_sorted_by_day(shelf: Shelf) -> None:
    kept = shelf.keep(INFO, NEW)
    assert (kept.rows, kept.redistribution, kept.attribution) == (3, False, "Nobody")
    assert kept.size > 1000
    back = read_events(shelf.events("mine"))
    assert back["id"].tolist() == ["e", "c", "d"]
    expected = NEW.sort_values(["date_start", "id"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(back[expected.columns], expected)


def test_the_version_follows_the_content_and_not_the_day(shelf: Shelf) -> None:
    first = shelf.keep(INFO, OLD)
    again = shelf.keep(replace(INFO, created="2020-01-01T00:00:00+00:00"), OLD)
    other = shelf.keep(INFO, NEW)
    assert first.version == again.version != other.version
    assert [info.id for info in shelf.all()] == ["mine"]


@pytest.mark.parametrize("bad", ["..", "../mine", "/etc", "", "Mine", "mine/../mine", ".old-mine", "a" * 200, "mine\0"])
def test_no_id_leads_out_of_the_folder(shelf: Shelf, bad: str) -> None:
    shelf.keep(INFO, OLD)
    for action in (shelf.info, shelf.delete, shelf.events):
        with pytest.raises(NotFoundError):
            action(bad)


def test_a_deleted_set_is_gone_and_another_stays(shelf: Shelf) -> None:
    shelf.keep(INFO, OLD)
    shelf.keep(replace(INFO, id="other"), NEW)
    shelf.delete("mine")
    assert [info.id for info in shelf.all()] == ["other"]
    assert sorted(path.name for path in shelf.folder.iterdir()) == [".lock", "other"]


def test_nothing_is_kept_of_no_events(shelf: Shelf) -> None:
    shelf.keep(INFO, OLD)
    with pytest.raises(SetError, match="no event"):
        shelf.keep(INFO, OLD.iloc[:0])
    assert shelf.info("mine").rows == 2


def test_a_folder_that_can_not_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetError, match="could not be kept"):
        Shelf(tmp_path / "file").keep(INFO, OLD)


#: Kept in a process of its own, which is killed before the n-th time that it would write to the disk or rename.
_KILLED = """
import os, signal, sys
from geo.sets import SetInfo, Shelf
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_sets import INFO, NEW
steps, last = 0, int(sys.argv[2])
def counted(real):
    def step(*arguments, **more):
        global steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **more)
    return step
for name in ("fsync", "rename", "rmdir"):
    setattr(os, name, counted(getattr(os, name)))
Shelf(Path(sys.argv[1])).keep(INFO, NEW)
print(steps)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of Unix")
def test_whoever_is_killed_while_keeping_leaves_the_old_or_the_new_set(shelf: Shelf) -> None:
    new = shelf.keep(INFO, NEW)
    seen = set()
    for step in (1, 3, 4, 5, 6, 7, 99):
        old = shelf.keep(INFO, OLD)
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(shelf.folder), str(step), str(Path(__file__).parent)],
            capture_output=True,
        )
        assert done.returncode == (0 if step == 99 else -9), done.stderr.decode()
        assert [info.id for info in shelf.all()] == ["mine"]
        found = shelf.info("mine")
        assert found.version in (old.version, new.version)
        assert len(read_events(shelf.events("mine"))) == (2 if found.version == old.version else 3)
        seen.add(found.version)
    assert seen == {old.version, new.version}


def test_what_the_killed_left_behind_is_cleared_later(shelf: Shelf) -> None:
    shelf.keep(INFO, OLD)
    (shelf.folder / ".new-mine-x").mkdir()
    shelf.clear()
    assert (shelf.folder / ".new-mine-x").is_dir()
    shelf.clear(older_than=-1)
    assert not (shelf.folder / ".new-mine-x").exists()


def _parquet(path: Path, made: pd.DataFrame) -> Path:
    pq.write_table(pa.Table.from_pandas(made, preserve_index=False), path)
    return path


def test_a_parquet_file_of_events_is_sorted_and_kept(shelf: Shelf, tmp_path: Path) -> None:
    kept = shelf.keep(INFO, _parquet(tmp_path / "x.parquet", NEW.assign(search="invented", more=1)))
    assert kept.rows == 3
    assert read_events(shelf.events("mine"))["id"].tolist() == ["e", "c", "d"]
    assert pq.read_schema(shelf.events("mine")).names[-1] == "search"


@pytest.mark.parametrize(
    ("made", "column", "read"),
    [
        (NEW.drop(columns="region"), "region", "no such column"),
        (NEW.assign(category="party"), "category", "party"),
        (NEW.assign(id="same"), "id", "same"),
        (NEW.assign(lat=161.0), "lat", "161.0"),
        (NEW.assign(killed_best=-1), "killed_best", "-1"),
        (NEW.assign(date_start="soon"), None, "soon"),
    ],
    ids=["column", "category", "id", "lat", "killed", "date"],
)
def test_a_parquet_file_of_something_else_is_refused_with_the_place(
    shelf: Shelf, tmp_path: Path, made: pd.DataFrame, column: str | None, read: str
) -> None:
    with pytest.raises(DataError) as error:
        shelf.keep(INFO, _parquet(tmp_path / "x.parquet", made))
    fault = error.value.faults[0]
    assert (fault.file, fault.column) == ("x.parquet", column)
    assert read in fault.read
    assert shelf.all() == []
    assert [path.name for path in shelf.folder.iterdir()] == []


def test_a_broken_about_file_hides_the_set_only(shelf: Shelf) -> None:
    shelf.keep(INFO, OLD)
    shelf.keep(replace(INFO, id="other"), NEW)
    for content in ("{", "[]", json.dumps({"name": "x"})):
        (shelf.folder / "mine" / "set.json").write_text(content)
        assert [info.id for info in shelf.all()] == (["other"] if content != json.dumps({"name": "x"}) else ["other"])


def test_names_make_ids() -> None:
    assert id_of("Données de l’été") == "donnees-de-l-ete"
    assert id_of("own") != "own-" and id_of("curated") != "curated"
    assert clean_name(" a\nb\0 " + "x" * 300).startswith("a b x")
    assert len(clean_name("x" * 300)) == 120


def test_a_session_s_set_can_be_opened_by_its_id_for_a_while_only() -> None:
    now = [0.0]
    shelf = PrivateShelf(lifetime=10, clock=lambda: now[0])
    kept = shelf.keep(INFO, OLD)
    assert kept.id.startswith("own-") and len(kept.id) == 36
    now[0] = 9
    assert shelf.info(kept.id).rows == 2  # asking begins its time anew
    now[0] = 18
    assert shelf.holds(kept.id)
    now[0] = 29
    with pytest.raises(NotFoundError):
        shelf.info(kept.id)


def test_sessions_hold_no_more_sets_than_stated() -> None:
    shelf = PrivateShelf()
    ids = [shelf.keep(INFO, OLD).id for _ in range(MOST + 2)]
    assert [shelf.holds(i) for i in ids].count(True) == MOST
    assert not shelf.holds(ids[0]) and shelf.holds(ids[-1])
