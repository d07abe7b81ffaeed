"""What became of the people, pictures, subjects and links of an article, in a sentence each?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from markupsafe import Markup

from syndicate.domain.articles import Content, Image, Person, Related
from syndicate.render.diffs import compare_texts

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence in English that names `what` it is about: markup, with changes marked."""

    english: str
    what: Markup


_SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "byline": ("Author added: {what}", "Author removed: {what}"),
        "contributors": ("Contributor added: {what}", "Contributor removed: {what}"),
        "related": ("Related link added: {what}", "Related link removed: {what}"),
        "tags": ("Subject added: {what}", "Subject removed: {what}"),
        "pictures": ("Picture added: {what}", "Picture removed: {what}"),
    }
)


FIELDS = frozenset(_SENTENCES)


def told(older: Content, newer: Content) -> Mapping[str, tuple[Sentence, ...]]:
    """Return the sentences by the field they are about; fields that stayed alike are left out."""
    found = {
        "byline": _people("byline", older.authors, newer.authors),
        "pictures": _pictures(older.images, newer.images),
        "contributors": _people("contributors", older.contributors, newer.contributors),
        "related": _related(older.related, newer.related),
        "tags": _listed("tags", older.tags, newer.tags),
    }
    sentences = {name: tuple(each) for name, each in found.items()}
    return {name: each for name, each in sentences.items() if each}


def _listed(field: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Sentence]:
    added, removed = _SENTENCES[field]
    yield from (Sentence(english=added, what=_ins(one)) for one in after if one not in before)
    yield from (Sentence(english=removed, what=_del(one)) for one in before if one not in after)
    if not {*before} ^ {*after} and list(before) != list(after):
        yield Sentence(english="In another order: {what}", what=Markup(", ").join(after))


def _people(field: str, before: Sequence[Person], after: Sequence[Person]) -> Iterator[Sentence]:
    yield from _listed(field, [p.name for p in before], [p.name for p in after])
    for old, new in _both(before, after, lambda person: person.name):
        yield from _changed("Told of them: {what}", _person(old), _person(new))


def _related(before: Sequence[Related], after: Sequence[Related]) -> Iterator[Sentence]:
    yield from _listed("related", [r.title for r in before], [r.title for r in after])
    for old, new in _both(before, after, lambda related: related.title):
        if old.url != new.url:
            yield Sentence(english="It leads elsewhere now: {what}", what=Markup.escape(new.title))


def _pictures(before: Sequence[Image], after: Sequence[Image]) -> Iterator[Sentence]:
    added, removed = _SENTENCES["pictures"]
    pairs = list(_paired(before, after))
    for new in after:
        if not any(new is each for _, each in pairs):
            yield Sentence(english=added, what=_ins(_picture(new)))
    for old in before:
        if not any(old is each for each, _ in pairs):
            yield Sentence(english=removed, what=_del(_picture(old)))
    for old, new in pairs:
        yield from _picture_changes(old, new)


def _picture_changes(old: Image, new: Image) -> Iterator[Sentence]:
    yield from _changed("Title of a picture: {what}", old.title, new.title)
    yield from _changed("Caption: {what}", old.caption, new.caption)
    yield from _changed("Credit: {what}", old.credit, new.credit)
    yield from _changed("Description of a picture: {what}", old.alt, new.alt)
    if old.url != new.url:
        english = "The picture itself was replaced: {what}"
        yield Sentence(english=english, what=Markup.escape(_picture(new)))
    if old.position != new.position:
        english = "It stands elsewhere in the text: {what}"
        yield Sentence(english=english, what=Markup.escape(_picture(new)))


def _paired(before: Sequence[Image], after: Sequence[Image]) -> Iterator[tuple[Image, Image]]:
    """Yield which new picture each old one became: by address, else by caption, else by place."""
    old, new = list(before), list(after)
    for key in (_address, _caption, _place):
        for image in list(old):
            known = key(image)
            same = next((each for each in new if known and key(each) == known), None)
            if same is not None:
                old.remove(image)
                new.remove(same)
                yield image, same


def _address(image: Image) -> str:
    return image.url or ""


def _caption(image: Image) -> str:
    return image.caption


def _place(image: Image) -> str:
    return f"{image.position} {image.credit}" if image.credit else ""


def _changed(english: str, before: str, after: str) -> Iterator[Sentence]:
    if before.split() != after.split():
        passages = compare_texts(before, after)
        yield Sentence(english=english, what=Markup(" ").join(Markup(p.html) for p in passages))  # noqa: S704 - escaped there


def _both(
    before: Iterable[T], after: Iterable[T], name: Callable[[T], str]
) -> Iterator[tuple[T, T]]:
    known = {name(each): each for each in before}
    for each in after:
        if name(each) in known:
            yield known[name(each)], each


def _person(person: Person) -> str:
    return ", ".join(filter(None, (person.name, person.role, person.location)))


def _picture(image: Image) -> str:
    return image.title or image.caption or image.alt or image.url or image.credit


def _ins(text: str) -> Markup:
    return Markup("<ins>{}</ins>").format(text)


def _del(text: str) -> Markup:
    return Markup("<del>{}</del>").format(text)
