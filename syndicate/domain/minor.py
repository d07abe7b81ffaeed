"""May a change call itself minor?

Refused when more than three words change, or any name, number, unit, negation,
quotation, caption, credit or headline. What cannot be told from a name counts as one: a
capitalised word is taken for a name unless it begins a sentence and is common, or stands
in small letters elsewhere in the text. The way round is to force it, with a reason.
"""

import difflib
import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from syndicate.domain.articles import Content, Image, Person
from syndicate.domain.telling_words import COMMON, NEGATING_PREFIXES, NEGATIONS, NUMBERS, UNITS

MOST_WORDS = 3

_SHORTEST_TURNED = 4  # "to" and "into" are no opposites
_NEGATED = re.compile(r"n['’]t$|^n['’]")  # don't, n'est

_QUOTES = '“”„«»‹›「」"'
_WORD = re.compile(
    r"(?:(?<!\w)[+−-])?\d+(?:[.,'’:]\d+)*"  # a number, its sign and its groups
    r"|[^\W\d]\w*(?:[.'’-]\w+)*"  # a word, with its hyphens and apostrophes
    rf"|[%‰°$€£¥½¼¾{_QUOTES}]"
)
_QUOTED = re.compile(
    r"“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|»([^«»]*)«|‹([^‹›]*)›|「([^「」]*)」"
    r"|\"([^\"]*)\"|(?<!\w)‘([^‘]*?)’(?!\w)"
)
_BLOCK_QUOTED = re.compile(r"<blockquote\b[^>]*>(.*?)</blockquote>", re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|h\d|li|blockquote|td|th|dt|dd|figcaption|div)>|<br\b[^>]*>")
_INSIDE = re.compile(r"(?<=[\w,;:)’”%] )[^\W\d_]\S*")


def reasons_against_minor(before: Content, after: Content) -> tuple[str, ...]:
    """Return why a change is more than minor, in words for the editor; empty when it is."""
    removed, added = _changed_words(before, after)
    reasons = [
        *_changed_fields(before, after),
        *_too_many(removed, added),
        *(_telling([*removed, *added], _names(before, after)) if removed or added else ()),
        *_turned_around(removed, added),
    ]
    return tuple(dict.fromkeys(reasons))


def is_minor(before: Content, after: Content) -> bool:
    """Tell whether a change is minor: as `reasons_against_minor`, sooner where it is much more."""
    if before.headline != after.headline or _most_changed(before, after) > MOST_WORDS:
        return False
    return not reasons_against_minor(before, after)


def _most_changed(before: Content, after: Content) -> int:
    """Return how many words went or came at least, whatever their order."""
    old, new = Counter(_words(before)), Counter(_words(after))
    gone, come = ((a - b) for a, b in ((old, new), (new, old)))
    return max(sum(n for word, n in some.items() if word not in _QUOTES) for some in (gone, come))


def _changed_fields(before: Content, after: Content) -> Iterator[str]:
    told = (
        ("the headline changed", before.headline, after.headline),
        ("the dateline changed", before.dateline, after.dateline),
        ("the byline changed", _people(before.authors), _people(after.authors)),
        ("a contributor changed", _people(before.contributors), _people(after.contributors)),
        ("a caption changed", _captions(before.images), _captions(after.images)),
        ("a credit changed", _credits(before.images), _credits(after.images)),
        ("a quotation changed", _quotations(before), _quotations(after)),
    )
    return (reason for reason, old, new in told if old != new)


def _people(people: Sequence[Person]) -> list[tuple[str, str]]:
    return [(person.name, person.location) for person in people]


def _captions(images: Sequence[Image]) -> list[tuple[str, str]]:
    return [(image.title, image.caption) for image in images]


def _credits(images: Sequence[Image]) -> list[str]:
    return [image.credit for image in images]


def _quotations(content: Content) -> list[str]:
    """Return what is quoted, without the marks: other marks quote the same."""
    marked = ("".join(groups) for groups in _QUOTED.findall(_plain(content)))
    set_off = (_text(block) for block in _BLOCK_QUOTED.findall(content.body_html))
    return [" ".join(quote.split()) for quote in (*marked, *set_off)]


def _changed_words(before: Content, after: Content) -> tuple[list[str], list[str]]:
    old, new = _apart(_words(before), _words(after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    changes = [codes for codes in matcher.get_opcodes() if codes[0] != "equal"]
    removed = [word for _, i, j, _, _ in changes for word in old[i:j]]
    added = [word for _, _, _, i, j in changes for word in new[i:j]]
    return removed, added


def _apart(old: Sequence[str], new: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the words between a common beginning and end: to match all takes squared time."""
    begun = _alike(old, new)
    old, new = old[begun:], new[begun:]
    ended = _alike(old[::-1], new[::-1])
    return old[: len(old) - ended], new[: len(new) - ended]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _too_many(removed: Sequence[str], added: Sequence[str]) -> Iterator[str]:
    changed = max(sum(word not in _QUOTES for word in words) for words in (removed, added))
    if changed > MOST_WORDS:
        yield f"{changed} words changed"


def _telling(changed: Sequence[str], names: frozenset[str]) -> Iterator[str]:
    for word in changed:
        what = _what_tells(word, names)
        if what:
            yield f"the {what} {word} changed"


def _what_tells(word: str, names: frozenset[str]) -> str:
    folded = word.casefold()
    parts = {folded, *folded.split("-")}
    if parts & NEGATIONS or _NEGATED.search(folded):
        return "negation"
    if any(c.isnumeric() for c in word) or parts & NUMBERS:
        return "number"
    if parts & UNITS:
        return "unit"
    return "name" if word in names else ""


def _turned_around(removed: Sequence[str], added: Sequence[str]) -> Iterator[str]:
    """Find a word that became its opposite, or was it: legal, illegal."""
    for words, others in ((removed, added), (added, removed)):
        folded = {word.casefold() for word in others}
        for word in words:
            opposites = {prefix + word.casefold() for prefix in NEGATING_PREFIXES}
            if len(word) >= _SHORTEST_TURNED and opposites & folded:
                yield f"{word} turned into its opposite or back"


def _names(before: Content, after: Content) -> frozenset[str]:
    """Return the words that may be names."""
    texts = (_plain(before), _plain(after))
    words = {word for text in texts for word in _words_in(text)}
    inside = {
        word for text in texts for found in _INSIDE.findall(text) for word in _WORD.findall(found)
    }
    common = COMMON | {word for word in words if word.islower()}
    return frozenset(
        word
        for word in words
        if word[0].isupper()
        and (word in inside or word.lower() not in common)
        and re.split(r"['’]", word)[0] != "I"
    )


def _words(content: Content) -> Sequence[str]:
    return _words_in(_plain(content))


@lru_cache(maxsize=4)  # asked several times of each text, which is the next change's old one
def _words_in(plain: str) -> Sequence[str]:
    return tuple(_WORD.findall(plain))


def _plain(content: Content) -> str:
    return f"{content.summary} . {_text_of_body(content.body_html)}"


@lru_cache(maxsize=4)
def _text_of_body(body_html: str) -> str:
    return _text(body_html)


def _text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", _BLOCK_END.sub(" . ", markup)))
