"""What do readers follow, and which followings have nothing more to tell?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from syndicate.domain.articles import Kind
from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.facts import Fact, What
from syndicate.domain.followings import Following
from syndicate.errors import NotFound
from syndicate.store.dialects import inserting
from syndicate.store.jobs import Jobs
from syndicate.store.tables import deliveries, followings, revisions, subscribers, suppressions


class Followings:
    """The followings of one transaction."""

    def __init__(self, connection: Connection, facts: list[Fact], jobs: Jobs) -> None:
        self._connection = connection
        self._facts = facts
        self._jobs = jobs

    def put(self, following: Following) -> Following:
        """Set how a reader stands towards a subject; return it with its number."""
        stands = {"status": following.status, "since": following.since}
        one = {
            "subscriber_id": following.subscriber_id,
            "subject": following.subject,
            "article_id": following.article_id,
        }
        statement = inserting(self._connection, followings).values(one | stands)
        same = ["subscriber_id", "subject"]
        self._connection.execute(statement.on_conflict_do_update(index_elements=same, set_=stands))
        if following.status is SubscriptionStatus.ENDED:
            whose = select(subscribers.c.email).where(subscribers.c.id == following.subscriber_id)
            about = (self._connection.execute(whose).scalar_one(), following.subject)
            self._facts.append(Fact(What.UNFOLLOWED, about))
        return self._one(followings.c.subject == following.subject, following.subscriber_id)

    def standing(self, subscriber_id: int, subject: str) -> Following | None:
        """Return how a reader stands, which nobody else can change until the transaction ends.

        The subscriber's row is what is locked: the following may not be there yet. Mail to
        the reader can be added meanwhile.
        """
        one = select(subscribers.c.id).where(subscribers.c.id == subscriber_id)
        self._connection.execute(one.with_for_update(key_share=True))
        chosen = (followings.c.subscriber_id == subscriber_id) & (followings.c.subject == subject)
        row = self._connection.execute(select(followings).where(chosen)).first()
        return None if row is None else _following(row)

    def by_id(self, following_id: int) -> Following:
        """Return a following by number. Raises NotFound."""
        row = self._connection.execute(
            select(followings).where(followings.c.id == following_id)
        ).first()
        if row is None:
            raise NotFound("nobody asked for this any more; ask once more")
        return _following(row)

    def of(self, subscriber_id: int) -> Sequence[Following]:
        """Return what a reader follows or followed, by number."""
        own = followings.c.subscriber_id == subscriber_id
        rows = self._connection.execute(select(followings).where(own).order_by(followings.c.id))
        return [_following(row) for row in rows]

    def of_each(self, readers: Collection[int]) -> Mapping[int, Sequence[Following]]:
        """Return what readers follow or followed, by reader; at most some hundreds at a time."""
        own = followings.c.subscriber_id.in_(readers)
        rows = self._connection.execute(select(followings).where(own).order_by(followings.c.id))
        found: dict[int, list[Following]] = {}
        for row in rows:
            found.setdefault(row.subscriber_id, []).append(_following(row))
        return found

    def page(self, limit: int, after: int = 0) -> Sequence[tuple[str, Following]]:
        """Return followings by number, after the last one seen, with their readers' addresses."""
        statement = (
            select(followings, subscribers.c.email)
            .join(subscribers, subscribers.c.id == followings.c.subscriber_id)
            .where(followings.c.id > after)
            .order_by(followings.c.id)
            .limit(limit)
        )
        return [(row.email, _following(row)) for row in self._connection.execute(statement)]

    def quiet(self, before: datetime, kinds: Collection[Kind]) -> Sequence[UUID]:
        """Return the articles with followings to which nothing has happened since an instant."""
        statement = select(followings.c.article_id).where(_lapsing(before, kinds)).distinct()
        return self._connection.execute(statement).scalars().all()

    def lapse(
        self,
        article_id: UUID,
        before: datetime,
        kinds: Collection[Kind],
        now: datetime,
        limit: int,
    ) -> Sequence[int]:
        """Let some of an article's quiet followings lapse; return their numbers, each once ever."""
        lapsed = {"status": SubscriptionStatus.LAPSED, "since": now}
        chosen = _lapsing(before, kinds) & (followings.c.article_id == article_id)
        some = select(followings.c.id).where(chosen).order_by(followings.c.id).limit(limit)
        one = chosen & followings.c.id.in_(some)  # both: another ticker may take them meanwhile
        statement = update(followings).where(one).values(lapsed).returning(followings.c.id)
        return sorted(self._connection.execute(statement).scalars())

    def mail(self, cohort_id: int, following_ids: Collection[int]) -> None:
        """Add a delivery to each of these followers whose address may be mailed.

        At most some thousands at a time: each is a parameter of the statement.
        """
        barred = select(suppressions.c.email).where(suppressions.c.email == subscribers.c.email)
        readers = (
            select(followings.c.id, followings.c.subscriber_id)
            .join(subscribers, subscribers.c.id == followings.c.subscriber_id)
            .where(followings.c.id.in_(following_ids), ~barred.exists())
            .order_by(followings.c.id)
        )
        rows = [
            {
                "cohort_id": cohort_id,
                "subscriber_id": row.subscriber_id,
                "following_id": row.id,
                "status": DeliveryStatus.PENDING,
            }
            for row in self._connection.execute(readers)
        ]
        if rows:
            self._connection.execute(insert(deliveries), rows)
            self._jobs.mail(len(rows))

    def cancel(self, following_id: int, why: str, now: datetime) -> None:
        """Cancel what waits to be sent of a following."""
        waiting = (deliveries.c.following_id == following_id) & (
            deliveries.c.status == DeliveryStatus.PENDING
        )
        cancelled = {"status": DeliveryStatus.CANCELLED, "reply": why, "settled": now}
        self._connection.execute(update(deliveries).where(waiting).values(cancelled))

    def _one(self, which: ColumnElement[bool], subscriber_id: int) -> Following:
        own = which & (followings.c.subscriber_id == subscriber_id)
        return _following(self._connection.execute(select(followings).where(own)).one())


def _lapsing(before: datetime, kinds: Collection[Kind]) -> ColumnElement[bool]:
    """Choose active followings of articles that began, and to which the last happened, before."""
    stirred = select(revisions.c.number).where(
        revisions.c.article_id == followings.c.article_id,
        revisions.c.recorded >= before,
        revisions.c.kind.in_(kinds),
        ~revisions.c.quiet,
    )
    return (
        (followings.c.status == SubscriptionStatus.ACTIVE)
        & followings.c.article_id.is_not(None)
        & (followings.c.since < before)
        & ~stirred.exists()
    )


def _following(row: Row[Any]) -> Following:
    return Following(
        id=row.id,
        subscriber_id=row.subscriber_id,
        subject=row.subject,
        article_id=row.article_id,
        status=row.status,
        since=row.since,
    )
