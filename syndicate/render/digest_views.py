"""What may a digest template show, which of it first, and which of it did it show?

The edition's own date is told in the newsletter's zone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import Digest, Item
from syndicate.domain.site import Site
from syndicate.render import digest_words
from syndicate.render.item_views import ItemView, content_shown

_GRAVEST_FIRST = (
    DigestAs.RETRACTED,
    DigestAs.CORRECTED,
    DigestAs.CLARIFIED,
    DigestAs.UPDATED,
    DigestAs.DROPPED,
)
_CHANGED = frozenset(status.value for status in _GRAVEST_FIRST)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """New items of one section; `name` is empty for those without."""

    name: str
    items: tuple[ItemView, ...]


class DigestView:
    """A digest as a template sees it.

    `items` keeps the digest's order; `changed` holds those the reader had
    before, the gravest first; `sections` groups the new ones; `lead` is what
    the subject should speak of, None in an empty digest; `more` counts the others
    (" – and 4 more stories"). Items shown after the first `full` are compact. New ones after
    the first `shown` are left out: `rest` says how many ("23 more stories are on the web"),
    and `url` leads there. What changed is never left out.
    """

    def __init__(
        self, digest: Digest, site: Site, *, token: str, full: int, shown: int | None = None
    ) -> None:
        self.title = digest.title
        self.newsletter = digest.newsletter
        self.date = digest_words.date(digest.local, site.language)
        self.url = site.url(f"/newsletters/{digest.newsletter}/{digest.period_key}")
        self.unsubscribe_url = site.url(f"/unsubscribe/{token}")
        every = tuple(ItemView(item, site) for item in digest.items)
        self.changed = _gravest_first(every)
        self.sections = _sections(digest.items, every)
        cut = set() if shown is None else set(self._as_shown()[max(shown, len(self.changed)) :])
        self.sections = _without(self.sections, cut)
        self.items = tuple(item for item in every if item not in cut)
        self.lead = _lead(self.changed, self.sections)
        self.more = digest_words.more(len(every) - 1, site.language)
        self.rest = digest_words.rest(len(cut), site.language)
        self._every = every
        for item in self._as_shown()[full:]:
            item.compact = True

    def item_words(self) -> tuple[str, ...]:
        """Return the words that the mail told of each item; "" of one that was left out."""
        there = set(self.items)
        return tuple(item.told if item in there else "" for item in self._every)

    def _as_shown(self) -> tuple[ItemView, ...]:
        return self.changed + tuple(item for section in self.sections for item in section.items)


def _gravest_first(items: Sequence[ItemView]) -> tuple[ItemView, ...]:
    gravity = {status.value: place for place, status in enumerate(_GRAVEST_FIRST)}
    return tuple(
        sorted(
            (item for item in items if item.status in gravity),
            key=lambda item: gravity[item.status],
        )
    )


def _sections(items: Sequence[Item], views: Sequence[ItemView]) -> tuple[SectionView, ...]:
    groups: dict[str, list[ItemView]] = {}
    for item, view in zip(items, views, strict=True):
        if item.status.value not in _CHANGED:
            groups.setdefault(content_shown(item).section, []).append(view)
    return tuple(SectionView(name=name, items=tuple(group)) for name, group in groups.items())


def _without(sections: Sequence[SectionView], cut: Collection[ItemView]) -> tuple[SectionView, ...]:
    left = ((s.name, tuple(item for item in s.items if item not in cut)) for s in sections)
    return tuple(SectionView(name=name, items=items) for name, items in left if items)


def _lead(changed: Sequence[ItemView], sections: Sequence[SectionView]) -> ItemView | None:
    """Return what the subject speaks of: an error we mailed, or else what is new."""
    grave = [item for item in changed if item.status in {DigestAs.RETRACTED, DigestAs.CORRECTED}]
    new = [item for section in sections for item in section.items]
    return next(iter([*grave, *new, *changed]), None)
