"""On what do tests of imported histories stand? Stories told state by state, and a store."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from syndicate.clock import FixedClock
from syndicate.domain.articles import Article, Content, Kind, Revision
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.events import Event
from syndicate.domain.histories import PastState, PastStory
from syndicate.domain.publication import Declared
from syndicate.domain.replaying import Imported
from syndicate.importers.cleaning import clean_line
from syndicate.importers.posts import read_state
from syndicate.services.carry_out import CarryOut
from syndicate.services.import_history import ImportHistory, Wishes
from syndicate.services.open_notices import OpenNotices
from syndicate.services.revise import Revise
from syndicate.services.withhold import Withhold
from syndicate.store.unit_of_work import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
START = datetime(2024, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
BRIDGE = "The bridge over the harbour opened on a quiet day. {}"
WISHES = Wishes()
DRAFTED = "draft: true\n"


def post(words: str = "", title: str = "The bridge", extra: str = "") -> str:
    """Return the text of a post."""
    return f"---\ntitle: {title}\n{extra}---\n{BRIDGE.format(words)}\n"


def past(
    *texts: str | None, key: str = "a", path: str = "_posts/2024-01-01-bridge.md"
) -> PastStory:
    """Return a story with a state a day; None deletes."""
    states = (
        PastState(
            at=START + n * DAY, text=text, path="" if text is None else path, message=f"said {n}"
        )
        for n, text in enumerate(texts)
    )
    return PastStory.of(key, states)


class Archive:
    """A store into which histories are imported."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = FixedClock(NOW)
        self.relays: list[int] = []
        self.history = ImportHistory(
            transactions=store,
            policy=DEFAULT_POLICY,
            clock=self.clock,
            new_id=uuid.uuid4,
            salt=lambda: b"salt",
            read_state=read_state,
            relay=lambda: self.relays.append(1),
        )

    def bring(self, story: PastStory, wishes: Wishes = WISHES) -> Imported:
        """Import a story, which takes a second."""
        self.clock.set(self.clock.now() + timedelta(seconds=1))
        return self.history.story(story, wishes)

    def article(self, slug: str = "bridge") -> Article:
        """Return an article."""
        with self.store.read() as tx:
            return tx.articles.by_slug(slug)

    def revisions(self, slug: str = "bridge") -> Sequence[Revision]:
        """Return an article's revisions."""
        with self.store.read() as tx:
            return tx.revisions.of(tx.articles.by_slug(slug).id)

    def kinds(self, slug: str = "bridge") -> list[Kind]:
        """Return the kinds of an article's revisions."""
        return [revision.kind for revision in self.revisions(slug)]

    def events(self) -> Sequence[Event]:
        """Return the events that wait, which stay waiting."""
        with self.store.write() as tx:
            return tx.outbox.claim(1000)

    def words(self, slug: str) -> list[tuple[object, ...]]:
        """Return what makes an article's history the same as another one."""
        return [(r.number, r.kind, r.note, r.published, r.content) for r in self.revisions(slug)]

    @property
    def revise(self) -> Revise[Article]:
        """Changes articles here."""
        carry = CarryOut(
            transactions=self.store,
            clock=self.clock,
            relay=lambda: None,
            open_notice=OpenNotices(policy=DEFAULT_POLICY),
            withhold=Withhold(take_out=lambda *_: None, count=lambda *_: None),
        )
        return Revise(policy=DEFAULT_POLICY, salt=lambda: b"salt", clean=clean_line, carry=carry)

    def correct(self, slug: str = "bridge") -> None:
        """Publish a correction here."""
        words = Content(headline="The bridge", body_html="<p>It opened on Monday.</p>")
        self.revise(slug, words, Declared(kind=Kind.CORRECTION, note="The day was wrong."))
