"""What do pages serve at this moment, at every address an article has or had?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

import httpx

from bench.replay.diary import Diary
from bench.replay.letters import BASE
from bench.replay.marks import Mark, ends_in, notes_told, words_in

NOWHERE = -1
_FORMER = 2
_EDITION = re.compile(r"/newsletters/daily/[^\"/?#]+(?=\")")


class Role(Enum):
    """What sort of page an address is of."""

    ARTICLE = auto()
    FORMER = auto()
    IDENTITY = auto()
    HISTORY = auto()
    REVISION = auto()
    FRONT = auto()
    CORRECTIONS = auto()
    CORRECTIONS_FEED = auto()
    ARCHIVE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An address to look at; `number` is the revision that it names, 0 for none."""

    role: Role
    path: str
    article: int = NOWHERE
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer: `leads` is where it leads on, `notes` stand in the order of the page."""

    visit: Visit
    status: int
    leads: str = ""
    words: frozenset[Mark] = frozenset()
    ends: frozenset[Mark] = frozenset()
    notes: tuple[Mark, ...] = ()

    @property
    def shown(self) -> frozenset[Mark]:
        """Return every revision of which it shows anything."""
        return self.words | self.ends | {*self.notes}


class Asks(Protocol):
    """The site's public face."""

    def ask(self, path: str, /) -> httpx.Response:
        """Return the answer at a path."""
        ...


def addresses(diary: Diary, article: int) -> Iterator[Visit]:
    """Yield the addresses of an article, those that it had before among them."""
    acts = diary.by_article[article]
    if not acts:
        return
    own = f"/articles/{acts[-1].slug}"
    yield Visit(role=Role.ARTICLE, path=own, article=article)
    yield Visit(role=Role.HISTORY, path=f"{own}/history", article=article)
    yield Visit(role=Role.IDENTITY, path=f"/id/{acts[-1].identity}", article=article)
    number = next((act.words for act in acts if act.words), 0)
    if number:
        path = f"{own}/revisions/{number}"
        yield Visit(role=Role.REVISION, path=path, article=article, number=number)
    former = dict.fromkeys(act.slug for act in acts if act.slug != acts[-1].slug)
    for slug in [*former][-_FORMER:]:
        yield Visit(role=Role.FORMER, path=f"/articles/{slug}", article=article)


def visit(web: Asks, visits: Iterator[Visit]) -> Iterator[Page]:
    """Yield what stands at addresses, and on the pages that list articles."""
    for each in visits:
        yield _page(each, web.ask(each.path))
    yield _page(Visit(role=Role.FRONT, path="/"), web.ask("/"))
    yield _page(Visit(role=Role.CORRECTIONS, path="/corrections"), web.ask("/corrections"))
    for suffix in ("atom", "rss", "json"):
        path = f"/feeds/corrections.{suffix}"
        yield _page(Visit(role=Role.CORRECTIONS_FEED, path=path), web.ask(path))
    edition = _EDITION.search(web.ask("/newsletters/daily").text)
    if edition:
        yield _page(Visit(role=Role.ARCHIVE, path=edition[0]), web.ask(edition[0]))


def _page(visit: Visit, answer: httpx.Response) -> Page:
    body = answer.text.partition("</head>")[2] or answer.text  # data for programs stands above
    return Page(
        visit=visit,
        status=answer.status_code,
        leads=answer.headers.get("location", "").removeprefix(BASE),
        words=frozenset(words_in(answer.text)),
        ends=frozenset(ends_in(answer.text)),
        notes=notes_told(body),
    )
