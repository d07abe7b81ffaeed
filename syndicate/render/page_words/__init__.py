"""In which words do the pages speak? English stands in the templates; other languages here."""

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup, escape

from syndicate.domain.articles import Kind
from syndicate.render import words
from syndicate.render.page_words import (
    faults,
    feeds,
    following,
    french,
    german,
    portuguese,
    spanish,
)

TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "de": german.WORDS | following.WORDS["de"] | feeds.WORDS["de"] | faults.WORDS["de"],
        "fr": french.WORDS | following.WORDS["fr"] | feeds.WORDS["fr"] | faults.WORDS["fr"],
        "es": spanish.WORDS | following.WORDS["es"] | feeds.WORDS["es"] | faults.WORDS["es"],
        "pt": portuguese.WORDS | following.WORDS["pt"] | feeds.WORDS["pt"] | faults.WORDS["pt"],
    }
)
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


class PageWords:
    """Says the templates' English in another language; unknown sentences stay English."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._table = TABLES.get(_primary(language), {})

    def __call__(self, english: str, **values: object) -> str:
        """Return a sentence with its {names} filled; markup among them makes it markup."""
        sentence = self._table.get(english, english)
        if any(isinstance(value, Markup) for value in values.values()):
            return escape(sentence).format(**values)
        return sentence.format(**values)

    def kind(self, kind: Kind) -> str:
        """Return the label of a kind: "Correction", "Edited"."""
        return words.label(Kind(kind), self.language)


def direction(language: str) -> str:
    """Return in which direction a language is written, as HTML's dir attribute says it."""
    return "rtl" if _primary(language) in _RIGHT_TO_LEFT else "ltr"


def _primary(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()
