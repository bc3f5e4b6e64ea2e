"""Phrases of the data check that exist in both languages but travel as English text."""

from __future__ import annotations

from typing import Any

from geo.words import Language, t


class Phrase(str):
    r"""An English phrase from the words catalogue that can still be said in French.

    :class:`geo.errors.Fault` holds plain English in ``expected``; a phrase keeps the key besides, so that a report in
    French need not quote English.

    :param key: name in the area ``check`` of the catalogue.
    :param values: what fills its placeholders.

    >>> phrase = Phrase("one_of", choices="Gao, Kidal")
    >>> str(phrase), phrase.say("fr")
    ('one of: Gao, Kidal', 'l’une des valeurs\xa0: Gao, Kidal')
    """

    key: str
    values: dict[str, str]

    def __new__(cls, key: str, **values: str) -> Phrase:
        phrase = super().__new__(cls, t("en", f"check.{key}", **values))
        phrase.key, phrase.values = key, values
        return phrase

    def say(self, language: Language) -> str:
        """Return the phrase in a language."""
        return t(language, f"check.{self.key}", **self.values)

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:  # a fault may be pickled with its phrase
        return (self.key,), dict(self.values)
