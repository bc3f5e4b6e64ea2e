"""What is said about a value in an address that can't be used."""

from __future__ import annotations

from geo.errors import Problem
from geo.names import Names
from geo.words import Language, listing, number, t

#: More choices than this are not listed in a sentence.
_LISTED = 13
#: Characters of a value that are repeated; more is a paste by accident, and would bury what is said about it.
_SHOWN = 60


def expected(problem: Problem, language: Language, names: Names | None = None) -> str:
    """Return what would have been right, as a phrase, with the likely meaning where there is one.

    :param names: with them, regions, cercles and actors are named as the reader names them.
    """
    choices = [str(choice) for choice in problem.choices]
    kind = problem.parameter.removeprefix("a_").removeprefix("b_")  # a comparison has two of each
    if names is not None and kind in ("region", "cercle", "actor"):
        choices = [getattr(names, kind)(choice) for choice in choices]
    if problem.expected == "events":
        events, most = (number(language, int(choice)) for choice in choices)
        return t(language, "problem.events", events=events, most=most)
    own = "choices" if problem.expected in ("order", "bounds", "once", "sets") else ""
    phrase = t(language, f"problem.{problem.expected}", **({own: ", ".join(choices)} if own else {}))
    if own or not choices:
        return phrase
    key = "problem.meant" if len(choices) <= 3 and problem.expected != "choice" else "problem.choices"
    return f"{phrase}. {t(language, key, choices=listing(language, choices[:_LISTED]))}"


def ignored(problem: Problem, language: Language, names: Names | None = None) -> str:
    """Return the sentence that a page shows: the value was left out, everything else holds.

    >>> ignored(Problem("from", "abc", "day"), "en")[:49]
    '“from=abc” in the address was left out: a year, a'
    """
    return _sentence("ignored", problem, language, names)


def refused(problem: Problem, language: Language) -> str:
    """Return the sentence with which the API and the command line refuse."""
    return _sentence("refused", problem, language)


def _sentence(kind: str, problem: Problem, language: Language, names: Names | None = None) -> str:
    # An unknown parameter has its name as its value: "parameter=rgeion" would be a riddle.
    shown = (problem.value, "…") if problem.expected == "parameter" else (problem.parameter, problem.value)
    said = expected(problem, language, names)
    short = [part if len(part) <= _SHOWN else f"{part[:_SHOWN]}…" for part in shown]
    text = t(language, f"problem.{kind}", parameter=short[0], value=short[1], expected=said)
    # A hint is a sentence of its own and ends as one.
    return text.removesuffix(".") if text.endswith(("..", "?.")) else text
