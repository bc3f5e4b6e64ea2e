"""Answers that are kept and asked for once: a page asks for rows, sentence and cells of a new view at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class Kept:
    """The answers that were asked for last; safe to use from several threads.

    :param most: how many are kept: a reader's last views, so that going back or asking twice costs nothing.
    :param long: how many of those that are megabytes where the data set is large.

    >>> kept = Kept(most=2)
    >>> kept(("sum", 1, 2), lambda: 1 + 2), kept(("sum", 1, 2), lambda: 4)
    (3, 3)
    """

    def __init__(self, most: int, long: int = 0) -> None:
        self._answers: dict[bool, OrderedDict[Hashable, Any]] = {False: OrderedDict(), True: OrderedDict()}
        self._most = {False: most, True: long}
        self._asked: dict[Hashable, Future[Any]] = {}
        self._lock = threading.Lock()

    def __call__(self, key: Hashable, ask: Callable[[], Answer], *, long: bool = False) -> Answer:
        """Return an answer that was given before, or that another thread is about to have, or ask.

        :param key: of the question; it says all that the answer depends on.
        :param long: whether the answer has a value for each event or place, so that few of them are kept.
        :raises Exception: whatever ``ask`` raises, for everyone who waits for it; nothing is kept then.
        """
        answers = self._answers[long]
        with self._lock:
            if key in answers:
                answers.move_to_end(key)
                kept: Answer = answers[key]
                return kept
            theirs: Future[Answer] | None = self._asked.get(key)
            if theirs is None:
                ours: Future[Answer] = Future()
                self._asked[key] = ours
        if theirs is not None:
            return theirs.result()
        try:
            answer = ask()
        except BaseException as error:
            with self._lock:
                del self._asked[key]
            ours.set_exception(error)
            raise
        with self._lock:
            del self._asked[key]
            answers[key] = answer
            while len(answers) > self._most[long]:
                answers.popitem(last=False)
        ours.set_result(answer)
        return answer
