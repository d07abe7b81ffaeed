"""May a change call itself minor?

Refused when more than three words change, or any name, number, unit,
negation, quotation, caption, credit or headline.
"""

import difflib
import html
import re
from collections.abc import Sequence

from syndicate.domain.articles import Content

MOST_WORDS = 3

_WORD = re.compile(r"\w+(?:[.,'’:-]\w+)*[%°]?|[$€£¥]|[“”„«»\"]", re.UNICODE)
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"", re.UNICODE)


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEGATIONS = _listed(
    "no not never none nobody nothing neither nor without cannot "
    "nicht kein keine keinen keiner nie niemals niemand ohne "
    "ne pas jamais aucun aucune sans rien non "
    "nunca jamás ningún ninguna sin nada nadie "
    "não nenhum nenhuma sem ninguém"
)
_UNITS = _listed(
    "% ° $ € £ ¥ percent percentage km m cm mm mi mile miles ft feet kg g t ton tons tonne tonnes "
    "lb lbs l litre litres liter liters hour hours minute minutes second seconds day days week "
    "weeks month months year years million billion trillion thousand hundred dollar dollars euro "
    "euros pound pounds degrees celsius fahrenheit prozent stunden minuten tage wochen monate "
    "jahre millionen milliarden"
)


def reasons_against_minor(before: Content, after: Content) -> tuple[str, ...]:
    """Return why a change is more than minor, in words for the editor; empty when it is."""
    removed, added = _changed_words(before, after)
    reasons = [
        *_changed_fields(before, after),
        *_too_many(removed, added),
        *_telling(removed + added, before, after),
    ]
    if _quotations(before) != _quotations(after):
        reasons.append("a quotation changed")
    return tuple(dict.fromkeys(reasons))


def _changed_fields(before: Content, after: Content) -> Sequence[str]:
    reasons = []
    if before.headline != after.headline:
        reasons.append("the headline changed")
    if [i.caption for i in before.images] != [i.caption for i in after.images]:
        reasons.append("a caption changed")
    if [i.credit for i in before.images] != [i.credit for i in after.images]:
        reasons.append("a credit changed")
    return reasons


def _changed_words(before: Content, after: Content) -> tuple[list[str], list[str]]:
    old, new = _words(before), _words(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    removed: list[str] = []
    added: list[str] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            removed.extend(old[i:j])
            added.extend(new[k:m])
    return removed, added


def _too_many(removed: Sequence[str], added: Sequence[str]) -> Sequence[str]:
    changed = max(len(removed), len(added))
    return [f"{changed} words changed"] if changed > MOST_WORDS else []


def _telling(changed: Sequence[str], before: Content, after: Content) -> Sequence[str]:
    capitalised = _names(before) | _names(after)
    reasons = []
    for word in changed:
        if any(c.isdigit() for c in word):
            reasons.append(f"the number {word} changed")
        elif word.casefold() in _UNITS:
            reasons.append(f"the unit {word} changed")
        elif word.casefold() in _NEGATIONS or word.casefold().endswith(("n't", "n’t")):
            reasons.append(f"the negation {word} changed")
        elif word in capitalised:
            reasons.append(f"the name {word} changed")
    return reasons


def _plain(content: Content) -> str:
    body = re.sub(r"</(?:p|h\d|li|blockquote)>", " . ", content.body_html)
    people = " , ".join(p.name for p in (*content.authors, *content.contributors))
    text = html.unescape(re.sub(r"<[^>]+>", " ", body))
    return f"{content.summary} . {text} . {people}"


def _words(content: Content) -> list[str]:
    return _WORD.findall(_plain(content))


def _names(content: Content) -> set[str]:
    """Return the capitalised words that do not merely begin a sentence."""
    inside = re.findall(r"(?<=[\w,;:)’] )[^\W\d_]\S*", _plain(content))
    return {word for found in inside if found[0].isupper() for word in _WORD.findall(found)}


def _quotations(content: Content) -> list[str]:
    return [" ".join(quote.split()) for quote in _QUOTED.findall(_plain(content))]
