"""Which articles can somebody outside find at a site who follows every feed that it names?"""

from collections.abc import Iterator
from typing import Protocol
from uuid import UUID

from syndicate.domain import testimony
from syndicate.domain.public_lists import articles_in, feeds_in, older_in

_SUBSCRIPTIONS = "/feeds.opml"
_FOUND = 200


class Answer(Protocol):
    """What a site answers with."""

    @property
    def status(self) -> int: ...
    @property
    def body(self) -> bytes: ...


class Site(Protocol):
    """The site that is looked at."""

    def get(self, path: str) -> Answer: ...


def listed(site: Site) -> Iterator[tuple[UUID, str]]:
    """Yield each article with the path of a list that names it, as far back as lists go.

    A feed that ends while it is read names nothing. Raises Broken for one that is none.
    """
    answer = site.get(_SUBSCRIPTIONS)
    if answer.status != _FOUND:
        return
    for feed in feeds_in(answer.body.decode(errors="replace")):
        yield from _of_feed(site, feed)


def _of_feed(site: Site, path: str) -> Iterator[tuple[UUID, str]]:
    read: set[str] = set()
    while path and path not in read:
        read.add(path)
        answer = site.get(path)
        if answer.status != _FOUND:
            return
        for article_id in testimony.read(path, answer.body, articles_in):
            yield article_id, path
        path = testimony.read(path, answer.body, older_in)
