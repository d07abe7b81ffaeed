"""At which slugs does an imported story stand, now and formerly?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, count
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article
from syndicate.domain.feeds import term
from syndicate.domain.histories import PastState, PastStory, slug_of_path


class Places(Protocol):
    """What placing asks of the articles."""

    def add(self, article: Article) -> None: ...
    def find(self, slug: str) -> Article | None: ...
    def rename(self, article: Article, slug: str, now: datetime) -> None: ...


def place(places: Places, article: Article, story: PastStory, now: datetime) -> Article:
    """Add a new article at its first path's slug and move it through all later ones."""
    first, *later = slugs_of(story.states) or [term(story.key)]
    placed = replace(article, slug=_free(places, first, article.id))
    places.add(placed)
    return move(places, placed, later, now)


def move(places: Places, article: Article, slugs: Iterable[str], now: datetime) -> Article:
    """Move an article through slugs; every former one keeps leading to it."""
    for wanted in slugs:
        slug = _free(places, wanted, article.id)
        places.rename(article, slug, now)
        article = replace(article, slug=slug)
    return article


def slugs_of(states: Sequence[PastState]) -> list[str]:
    """Return the slugs that the states' paths give, each time that another one comes."""
    given = [slug_of_path(state.path) for state in states if state.path]
    return [slug for before, slug in zip([None, *given], given, strict=False) if slug != before]


def _free(places: Places, wanted: str, article_id: UUID) -> str:
    """Return the slug, or with a number, so that no other article has or had it."""
    for slug in chain([wanted], (f"{wanted}-{n}" for n in count(2))):
        holder = places.find(slug)
        if holder is None or holder.id == article_id:
            return slug
    raise AssertionError("slugs do not end")
