"""Is a line a note about a change of the story, and which change, when, in which words?"""

import re
from dataclasses import dataclass
from functools import lru_cache

from syndicate.domain.articles import Kind
from syndicate.importers.language.words import Words, any_of
from syndicate.importers.pasted.instants import Stated, stated_in
from syndicate.importers.pasted.rows import fold

_OPENERS = "*[(_ "
_CLOSERS = "*]_ "
_SEPARATORS = " :.–—-|,)]"
_LONGEST_LABEL = 90
_LONGEST_TIME = 50
_LOOKED_AT = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A change the source speaks of. `text` is empty where the note follows in the next line.

    `labelled` notes say what they are; the others are recognised by their sentence.
    """

    kind: Kind
    text: str
    stated: Stated | None = None
    labelled: bool = False


@lru_cache(maxsize=16)
def _label_pattern(words: Words) -> re.Pattern[str]:
    known = any_of(words.labels)
    return re.compile(rf"(?P<label>{known})(?!\w)\.?", re.IGNORECASE)


@lru_cache(maxsize=16)
def _sentence_patterns(words: Words) -> tuple[tuple[re.Pattern[str], Kind], ...]:
    return tuple((re.compile(text), kind) for text, kind in words.sentences)


def note_in(text: str, words: Words) -> Note | None:
    """Return the note that a line holds, or None."""
    bare = text.lstrip(_OPENERS).rstrip(_CLOSERS)
    if text.startswith("(") and bare.endswith(")"):
        bare = bare[:-1]
    return _labelled(bare, words) or _timed(bare, words) or _sentence(bare, words)


def kind_of_sentence(text: str, words: Words) -> Kind | None:
    """Return the kind of change that a sentence like "This article was updated" tells."""
    folded = fold(text[:_LOOKED_AT])
    patterns = _sentence_patterns(words)
    return next((kind for pattern, kind in patterns if pattern.search(folded)), None)


def _labelled(text: str, words: Words) -> Note | None:
    """Read "Correction: …", "UPDATE 3:15 p.m.: …", "Correction added Nov. 18, 2019: …"."""
    straight = text.replace("’", "'")
    match = _label_pattern(words).match(straight)
    if not match:
        return None
    kind = words.labels[match["label"].casefold()]
    return _after_label(text[match.end("label") :], kind, words)


def _after_label(rest: str, kind: Kind, words: Words) -> Note | None:
    stated = stated_in(rest[:_LONGEST_LABEL], words)
    if stated and _only_joins(rest[: stated.start]):
        told = rest[stated.end :]
        if told.strip(_SEPARATORS) == "":
            return Note(kind=kind, text="", stated=stated, labelled=True)
        if told.lstrip(" )]").startswith((":", "–", "—", "-", ".", "|")):
            return Note(kind=kind, text=told.lstrip(_SEPARATORS), stated=stated, labelled=True)
        return None
    return _without_time(rest, kind)


def _only_joins(text: str) -> bool:
    return text.strip(_SEPARATORS + "([,").casefold() in {
        "",
        "on",
        "at",
        "added",
        *("am", "vom", "le", "du", "el", "del", "em", "de"),
    }


def _without_time(rest: str, kind: Kind) -> Note | None:
    told = rest.lstrip()
    if told.strip(_SEPARATORS) == "":
        return Note(kind=kind, text="", labelled=True) if told.startswith(":") or not told else None
    if told.startswith((":", "—", "–", "- ")):
        return Note(kind=kind, text=told.lstrip(_SEPARATORS), labelled=True)
    return None


def _timed(text: str, words: Words) -> Note | None:
    """Read "7:50 p.m.: This article was updated with …"."""
    stated = stated_in(text[:_LONGEST_TIME], words)
    if stated is None or stated.start or stated.clock is None:
        return None
    rest = text[stated.end :]
    told = rest.strip(_SEPARATORS)
    kind = kind_of_sentence(told, words)
    if kind is None or rest.lstrip(" )]")[:1] not in set(":.–—-|"):
        return None
    return Note(kind=kind, text=rest.lstrip(_SEPARATORS), stated=stated)


def _sentence(text: str, words: Words) -> Note | None:
    kind = kind_of_sentence(text, words)
    if kind is None:
        return None
    return Note(kind=kind, text=text, stated=stated_in(text[:_LOOKED_AT], words))
