"""Stories: files that an author writes without code, checked like the data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geo import check
from geo.dataset import FOLDER, Dataset
from geo.errors import DataError
from geo.library import Open
from geo.store import Store
from geo.stories import check as faults_of
from geo.stories import load
from geo.view import PARAMETERS, View

STEP = """
title = "A story"
title_fr = "Un récit"
[[step]]
title = "One"
title_fr = "Un"
text = "What happened."
text_fr = "Ce qui s’est passé."
map = [-4.1, 13.6, -3.0, 14.3]
events = ["2019-03-23-ogossagou-attack"]
[step.view]
from = "2019"
region = ["Mopti"]
event = "2019-03-23-ogossagou-attack"
"""


def written(folder: Path, text: str, name: str = "a-story.toml") -> Path:
    (folder / "stories").mkdir(exist_ok=True)
    (folder / "stories" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_stories_of_the_atlas_stand(store: Store) -> None:
    (story,) = load(store.dataset)
    assert 8 <= len(story.steps) <= 12
    for step in story.steps:
        assert set(step.events) <= set(store.dataset.events["id"])
        for language in ("en", "fr"):
            assert step.titles[language] and step.texts[language]
        if step.view.event:
            assert store.holds(step.view, step.view.event)
            assert step.view.event in step.events
        # What a step tells of can be seen in it, or has no place on the map at all.
        flags = dict(zip(store.dataset.events["id"], store.flags(step.view), strict=True))
        hidden = [event for event in step.events if not flags[event]]
        rows = store.dataset.events.set_index("id").loc[hidden]
        assert (rows["location_precision"].isin(["off_map", "route"])).all(), step.titles["en"]


def test_the_last_step_names_the_bases_in_the_order_of_their_closing(curated: Dataset) -> None:
    last = load(curated)[0].steps[-1]
    days = curated.events.set_index("id").loc[list(last.events)]["date_start"]
    assert days.is_monotonic_increasing
    closed = [event for event in curated.events["id"] if event.startswith("2023-") and event.endswith("-closed")]
    assert set(closed) <= set(last.events)


def test_a_story_is_read_as_it_is_written(curated: Dataset, tmp_path: Path) -> None:
    (story,) = load(curated, written(tmp_path, STEP))
    assert story.id == "a-story"
    (step,) = story.steps
    assert step.bounds == (-4.1, 13.6, -3.0, 14.3)
    assert step.view == View(start=step.view.start, region=("Mopti",), event="2019-03-23-ogossagou-attack")
    assert str(step.view.start) == "2019-01-01"


@pytest.mark.parametrize(
    "old, new, step, field, read",
    [
        ('title_fr = "Un"', "", 1, "title_fr", ""),
        ('title = "A story"', 'title = ""', None, "title", ""),
        ('text = "What', 'text = " What', 1, "text", " What happened."),
        ("[-4.1, 13.6, -3.0, 14.3]", "[-4.1, 13.6, -3.0]", 1, "map", "[-4.1, 13.6, -3.0]"),
        ("[-4.1, 13.6, -3.0, 14.3]", "[-3.0, 13.6, -4.1, 14.3]", 1, "map", "[-3.0, 13.6, -4.1, 14.3]"),
        ("[-4.1, 13.6, -3.0, 14.3]", '"Mopti"', 1, "map", "Mopti"),
        ("[-4.1, 13.6, -3.0, 14.3]", "[nan, 13.6, -3.0, 14.3]", 1, "map", "[nan, 13.6, -3.0, 14.3]"),
        ('events = ["2019-03-23-ogossagou-attack"]', "events = []", 1, "events", "[]"),
        ('["2019-03-23-ogossagou-attack"]\n[step', '["2019-never"]\n[step', 1, "events", "2019-never"),
        ('from = "2019"', 'from = "abc"', 1, "view.from", "abc"),
        ('from = "2019"', "from = 2019", 1, "view.from", "2019"),
        ('from = "2019"', 'form = "2019"', 1, "view.form", "form"),
        ('from = "2019"', 'lang = "fr"', 1, "view.lang", "fr"),
        ('"Mopti"', '"Atlantis"', 1, "view.region", "Atlantis"),
        ('event = "2019', 'event = "2020-08-18-coup-d-etat" #', 1, "view.event", "2020-08-18-coup-d-etat"),
        ('map = [', 'colour = "red"\nmap = [', 1, "colour", "colour"),
        ("[[step]]", "[step]", None, "step", None),
    ],
)  # fmt: skip
def test_a_fault_names_file_step_field_and_what_was_read(
    old: str, new: str, step: int | None, field: str, read: str | None, curated: Dataset, tmp_path: Path
) -> None:
    assert old in STEP
    faults = faults_of(curated, written(tmp_path, STEP.replace(old, new, 1)))
    assert any(
        (f.file, f.step, f.column) == ("stories/a-story.toml", step, field) and (read is None or f.read == read)
        for f in faults
    ), faults
    with pytest.raises(DataError):
        load(curated, tmp_path)
    for language in ("en", "fr"):
        assert field in check.report(faults, language)


@pytest.mark.parametrize("text", ["title = ", "[[step", "\ufeff", "", "step = 3"])
def test_what_is_no_story_is_said_and_nothing_breaks(text: str, curated: Dataset, tmp_path: Path) -> None:
    assert faults_of(curated, written(tmp_path, text))


def test_bytes_that_are_no_text_are_said(curated: Dataset, tmp_path: Path) -> None:
    written(tmp_path, "")
    (tmp_path / "stories" / "a-story.toml").write_bytes(b"\xff\xfe\x00")
    (fault,) = faults_of(curated, tmp_path)
    assert fault.file == "stories/a-story.toml"
    assert faults_of(curated, written(tmp_path, STEP, "Bad Name.toml"))[0].read == "Bad Name.toml"


def test_the_check_on_the_command_line_covers_stories(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    assert check.main(folder) == 0
    assert "1 story, 11 steps" in capsys.readouterr().out
    written(folder, STEP.replace('"Mopti"', '"Atlantis"'))
    assert check.main(folder) == 1
    said = capsys.readouterr().err
    assert "stories/a-story.toml, step 1, field view.region: read 'Atlantis'" in said


def test_no_folder_of_stories_is_no_fault(curated: Dataset, tmp_path: Path) -> None:
    assert load(curated, tmp_path) == ()
    assert Open(Store(curated)).stories == ()


def test_the_guide_for_authors_names_every_field() -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8").split("## Stories")[1].split("\n## ")[0]
    for name in ("title", "title_fr", "text", "text_fr", "map", "events", "view"):
        assert f"`{name}`" in guide
    assert {"from", "near", "event"} <= set(PARAMETERS)
