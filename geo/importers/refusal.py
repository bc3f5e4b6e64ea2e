"""The one error of importing: a file that can't be read at all, said in both languages."""

from __future__ import annotations

from typing import Any

from geo.errors import AtlasError
from geo.words import Language, t


class ImportRefusedError(AtlasError, ValueError):
    """A file can't be imported: what was read, what would be right, and what to do, as one or two sentences.

    :param code: name in the area ``import`` of the words catalogue.
    :param values: what fills its placeholders.

    >>> print(ImportRefusedError("empty"))
    The file is empty. Choose a file with a line of column names and at least one row.
    """

    def __init__(self, code: str, **values: Any) -> None:
        self.code, self.values = code, values
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        """Return the sentence in a language."""
        return t(language, f"import.{self.code}", **self.values)
