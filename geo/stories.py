"""Guided stories: files below ``data/stories/`` that an author writes without code, checked like the data.

A story is a TOML file with a title and steps. A step has a title and a text in both languages, the frame of the map,
the events that it tells of (and thereby its sources), and a view in the words of an address.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.address import Vocabulary, read
from geo.dataset import FOLDER, Dataset
from geo.errors import DataError, Fault
from geo.phrase import Phrase
from geo.problems import expected
from geo.text import slug
from geo.view import View
from geo.words import Language

#: Folder of the stories within the folder of the data.
NAME = "stories"
#: Fields of a story and of a step; all are needed but ``view``, without which a step shows everything.
_STORY = ("title", "title_fr", "step")
_STEP = ("title", "title_fr", "text", "text_fr", "map", "events", "view")
_TEXTS = ("title", "title_fr", "text", "text_fr")
#: Parameters of a view that are the reader's own.
_READERS = ("lang", "data")
#: West, south, east and north between which a frame must lie, in degrees: the part of the world that the map holds.
_FRAME = (-36.0, -6.0, 28.0, 40.5)


@dataclass(frozen=True)
class Step:
    """One step of a story.

    :param titles: heading by language.
    :param texts: what is told, by language.
    :param bounds: west, south, east and north of the map, in degrees.
    :param events: ids of the events that it tells of, in its order.
    :param view: what is looked at.
    """

    titles: Mapping[Language, str]
    texts: Mapping[Language, str]
    bounds: tuple[float, float, float, float]
    events: tuple[str, ...]
    view: View


@dataclass(frozen=True)
class Story:
    """A guided story.

    :param id: name of its file without the suffix; used in links.
    """

    id: str
    titles: Mapping[Language, str]
    steps: tuple[Step, ...]


def load(dataset: Dataset, folder: Path | None = None) -> tuple[Story, ...]:
    """Read the stories of a folder of data, by file name; none when it has no folder ``stories``.

    :raises DataError: with every fault.

    >>> from geo.dataset import load as load_data
    >>> [(story.id, len(story.steps)) for story in load(load_data())]
    [('ten-years', 11)]
    """
    found, faults = _read_all(dataset, folder)
    if faults:
        raise DataError(faults)
    return tuple(found)


def check(dataset: Dataset, folder: Path | None = None) -> list[Fault]:
    """Return every fault of the stories of a folder of data."""
    return _read_all(dataset, folder)[1]


def _read_all(dataset: Dataset, folder: Path | None) -> tuple[list[Story], list[Fault]]:
    vocabulary, found, faults = Vocabulary.of(dataset), list[Story](), list[Fault]()
    for path in sorted(((FOLDER if folder is None else folder) / NAME).glob("*.toml")):
        reader = _Reader(f"{NAME}/{path.name}", vocabulary)
        story = reader.story(path)
        faults += reader.faults
        if story is not None and not reader.faults:
            found.append(story)
    return found, faults


@dataclass
class _Reader:
    """Reads one file and collects what is wrong with it."""

    file: str
    vocabulary: Vocabulary
    faults: list[Fault] = field(default_factory=list)

    def story(self, path: Path) -> Story | None:
        if slug(path.stem, 200) != path.stem:
            self._fault(None, None, path.name, Phrase("story_name"))
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            self._fault(None, None, str(error), Phrase("utf8"))
            return None
        except (tomllib.TOMLDecodeError, OSError) as error:
            self._fault(None, None, str(error), Phrase("story_toml"))
            return None
        self._known(content, _STORY, None)
        titles = [self._text(content, name, None) for name in _TEXTS[:2]]
        steps = content.get("step")
        if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
            self._fault(None, "step", _shown(steps), Phrase("story_steps"))
            return None
        read_steps = [self._step(step, number) for number, step in enumerate(steps, start=1)]
        return Story(path.stem, _by_language(titles), tuple(read_steps))

    def _step(self, step: Mapping[str, Any], number: int) -> Step:
        self._known(step, _STEP, number)
        title, title_fr, text, text_fr = (self._text(step, name, number) for name in _TEXTS)
        return Step(
            titles=_by_language([title, title_fr]),
            texts=_by_language([text, text_fr]),
            bounds=self._bounds(step, number),
            events=self._events(step, number),
            view=self._view(step, number),
        )

    def _fault(self, step: int | None, name: str | None, read_: str, phrase: str) -> None:
        self.faults.append(Fault(self.file, None, name, read_, phrase, step))

    def _known(self, content: Mapping[str, Any], names: Sequence[str], step: int | None) -> None:
        for name in content:
            if name not in names:
                self._fault(step, name, name, Phrase("story_field", fields=", ".join(names)))

    def _text(self, content: Mapping[str, Any], name: str, step: int | None) -> str:
        value = content.get(name)
        if not isinstance(value, str) or not value.strip():
            self._fault(step, name, _shown(value), Phrase("filled"))
            return ""
        if value != value.strip() or not all(c.isprintable() for c in value):
            self._fault(step, name, _shown(value), Phrase("text"))
        return value

    def _bounds(self, step: Mapping[str, Any], number: int) -> tuple[float, float, float, float]:
        value = step.get("map")
        numbers = isinstance(value, list) and len(value) == 4 and all(type(v) in (int, float) for v in value)
        if numbers:
            west, south, east, north = map(float, value)  # type: ignore[arg-type]
            if _FRAME[0] <= west < east <= _FRAME[2] and _FRAME[1] <= south < north <= _FRAME[3]:
                return west, south, east, north
        self._fault(number, "map", _shown(value), Phrase("story_map"))
        return _FRAME

    def _events(self, step: Mapping[str, Any], number: int) -> tuple[str, ...]:
        value = step.get("events")
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            self._fault(number, "events", _shown(value), Phrase("story_events"))
            return ()
        for i, event in enumerate(value):
            if event not in self.vocabulary.events:
                self._fault(number, "events", event, Phrase("refers", file="events.csv", column="id"))
            elif event in value[:i]:
                self._fault(number, "events", event, Phrase("story_once"))
        return tuple(value)

    def _view(self, step: Mapping[str, Any], number: int) -> View:
        value = step.get("view", {})
        if not isinstance(value, dict):
            self._fault(number, "view", _shown(value), Phrase("story_view"))
            return View()
        params: dict[str, list[str]] = {}
        for name, said in value.items():
            values = said if isinstance(said, list) else [said]
            if name in _READERS or not all(isinstance(v, str) for v in values):
                self._fault(number, f"view.{name}", _shown(said), Phrase("story_view"))
            else:
                params[name] = values
        view, problems = read(params, self.vocabulary)
        for problem in problems:
            name = problem.value if problem.expected == "parameter" else problem.parameter
            self._fault(number, f"view.{name}", problem.value, expected(problem, "en"))
        told = step.get("events")
        if view.event and isinstance(told, list) and view.event not in told:
            self._fault(number, "view.event", view.event, Phrase("story_selected"))
        return view


def _by_language(texts: Sequence[str]) -> dict[Language, str]:
    return {"en": texts[0], "fr": texts[1]}


def _shown(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
