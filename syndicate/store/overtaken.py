"""Which words must not be sent any more, and what becomes of the mails that hold them?"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    func,
    literal,
    or_,
    select,
    update,
)

from syndicate.domain.articles import Kind, Severity, Status
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.digests import ItemKey
from syndicate.domain.editions import UNDER_WAY
from syndicate.domain.followings import article_subject
from syndicate.domain.foretelling import Unsent
from syndicate.domain.notices import OVERTAKING
from syndicate.store.tables import (
    articles,
    cohort_items,
    cohorts,
    deliveries,
    editions,
    notices,
    revisions,
    subscriptions,
)

_GONE = (Status.TAKEN_DOWN, Status.UNPUBLISHED)
_NEVER_MAILED = (DeliveryStatus.FAILED, DeliveryStatus.CANCELLED)


def newsletter_of(edition: FromClause, cohort: FromClause) -> ColumnElement[int | None]:
    """Return the newsletter of a mail: its edition's, or that under which a notice goes."""
    return func.coalesce(edition.c.newsletter_id, cohort.c.newsletter_id)


def overtaken(cohort_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell whether a cohort tells what a grave change of an article has overtaken (invariant 8).

    It asks the revisions themselves: a change is in force with the commit that makes it
    public, whoever plans, claims or sends meanwhile.
    """
    stale = _stale(cohort_items.c.article_id, cohort_items.c.revision)
    own = cohort_items.c.cohort_id == cohort_id
    return select(cohort_items.c.cohort_id).where(own, or_(stale, _tells_redacted())).exists()


def _tells_redacted() -> ColumnElement[bool]:
    """Tell whether a line may tell notes, or former words, redacted since its cohort was made.

    Notes of what came between are told, and the words of the revision its readers had
    before are compared with. A younger cohort is rendered without them.
    """
    before, its = revisions.alias("before"), cohorts.alias("its")
    statement = select(before.c.number).where(
        before.c.article_id == cohort_items.c.article_id,
        before.c.number >= cohort_items.c.since,
        before.c.number < cohort_items.c.revision,
        its.c.id == cohort_items.c.cohort_id,
        before.c.redacted >= its.c.created,
    )
    return statement.exists()


def _stale(article_id: ColumnElement[UUID], revision: ColumnElement[int]) -> ColumnElement[bool]:
    newer = revisions.alias("newer")
    graver = select(newer.c.number).where(
        newer.c.article_id == article_id,
        newer.c.number > revision,
        or_(newer.c.kind.in_(OVERTAKING), newer.c.severity == Severity.MAJOR),
    )
    return or_(graver.exists(), _withheld(article_id, revision, _GONE))


def _withheld(
    article_id: ColumnElement[UUID], revision: ColumnElement[int], gone: Collection[Status]
) -> ColumnElement[bool]:
    """Tell whether a revision was redacted, or its article stands so; a takedown has no words."""
    own = revisions.alias("own")
    statement = (
        select(articles.c.id)
        .join(own, own.c.article_id == articles.c.id)
        .where(
            articles.c.id == article_id,
            own.c.number == revision,
            own.c.kind != Kind.TAKEDOWN,
            or_(articles.c.status.in_(gone), own.c.redacted.is_not(None)),
        )
    )
    return statement.exists()


def overtaken_waiting(
    article_id: ColumnElement[UUID], revision: ColumnElement[int]
) -> ColumnElement[bool]:
    """Tell whether a delivery waits with an item that a grave change has overtaken."""
    return (deliveries.c.status == DeliveryStatus.PENDING) & _stale(article_id, revision)


class Overtaken:
    """Mails whose words were overtaken, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holds(self, cohort_id: int) -> bool:
        """Tell whether a cohort tells what was overtaken."""
        statement = select(overtaken(cohorts.c.id)).where(cohorts.c.id == cohort_id)
        return bool(self._connection.execute(statement).scalar_one())

    def stale(self, item: ItemKey) -> bool:
        """Tell whether a line of a cohort's contents was overtaken."""
        article = literal(item.article_id, articles.c.id.type)
        return bool(
            self._connection.execute(select(_stale(article, literal(item.revision)))).scalar_one()
        )

    def unsent(self, newsletter_id: int, article_id: UUID, number: int) -> Iterable[Unsent]:
        """Count the mails of a newsletter's editions that wait with an article.

        `number` is the article's newest revision.
        """
        stale = _stale(cohort_items.c.article_id, cohort_items.c.revision)
        noticed = deliveries.c.subscriber_id.in_(_told_by_notices(article_id, number))
        facts = [
            cohort_items.c.since,
            subscriptions.c.told_until,
            stale.label("overtaken"),
            noticed.label("noticed"),
        ]
        statement = (
            select(*facts, func.count().label("total"))
            .select_from(deliveries)
            .join(cohort_items, cohort_items.c.cohort_id == deliveries.c.cohort_id)
            .join(editions, editions.c.id == deliveries.c.edition_id)
            .join(
                subscriptions,
                (subscriptions.c.subscriber_id == deliveries.c.subscriber_id)
                & (subscriptions.c.newsletter_id == newsletter_id),
            )
            .where(
                editions.c.newsletter_id == newsletter_id,
                editions.c.status.in_(UNDER_WAY),
                cohort_items.c.article_id == article_id,
                deliveries.c.status == DeliveryStatus.PENDING,
            )
            .group_by(*facts)
        )
        for row in self._connection.execute(statement):
            yield Unsent(
                since=row.since,
                told_until=row.told_until,
                overtaken=bool(row.overtaken),
                noticed=bool(row.noticed),
                count=row.total,
            )

    def move(self, cohort_id: int, successor: int) -> None:
        """Put what waits of a cohort into another one."""
        statement = update(deliveries).where(_waiting(cohort_id))
        self._connection.execute(statement.values(cohort_id=successor))

    def move_noticed(
        self, cohort_id: int, successor: int, article_id: UUID, revision: int, newsletter_id: int
    ) -> None:
        """Put those readers into another cohort whom a notice tells of a revision, or a newer one.

        Within a newsletter a reader never gets the same revision twice (invariant 7).
        """
        told = _told_by_notices(article_id, revision).where(
            cohorts.c.newsletter_id == newsletter_id
        )
        among = _waiting(cohort_id) & deliveries.c.subscriber_id.in_(told)
        self._connection.execute(update(deliveries).where(among).values(cohort_id=successor))

    def cancel(self, cohort_id: int, why: str, now: datetime) -> None:
        """Cancel what waits of a cohort."""
        self._cancel(_waiting(cohort_id), why, now)

    def cancel_noticed(
        self, cohort_id: int, article_id: UUID, revision: int, why: str, now: datetime
    ) -> None:
        """Cancel what waits of a notice for readers whom one of a later revision tells."""
        told = _told_by_notices(article_id, revision)
        self._cancel(_waiting(cohort_id) & deliveries.c.subscriber_id.in_(told), why, now)

    def forget(self, article_id: UUID, now: datetime) -> None:
        """Forget the bodies with words of an article that nobody may be sent any more.

        What readers were mailed of a revision that was redacted, or of an article that was
        taken down, is forgotten with them; of others it is kept, since errors are looked
        for in it. A mail that is being rendered just now is waited for. Letters that name an
        article which is gone are not sent.
        """
        own = cohort_items.c.article_id == article_id
        revision = cohort_items.c.revision
        redacted = _tells_redacted()
        holding = select(cohort_items.c.cohort_id).where(
            own, or_(_stale(cohort_items.c.article_id, revision), redacted)
        )
        body = {"subject": None, "text": None, "html": None}
        self._connection.execute(update(cohorts).where(cohorts.c.id.in_(holding)).values(body))
        gone = _withheld(cohort_items.c.article_id, revision, (Status.TAKEN_DOWN,))
        unknown = update(cohort_items).where(own, or_(gone, redacted)).values(words=None)
        self._connection.execute(unknown)
        letters = _letters(article_id)
        naming = deliveries.c.cohort_id.in_(letters)
        waiting = deliveries.c.status == DeliveryStatus.PENDING
        self._cancel(naming & waiting, "the article was withdrawn", now)
        self._connection.execute(update(cohorts).where(cohorts.c.id.in_(letters)).values(body))

    def _cancel(self, which: ColumnElement[bool], why: str, now: datetime) -> None:
        cancelled = {"status": DeliveryStatus.CANCELLED, "reply": why, "settled": now}
        self._connection.execute(update(deliveries).where(which).values(cancelled))


def _letters(article_id: UUID) -> Select[Any]:
    """Find the letters to those who follow an article that is gone: they name it."""
    gone = select(articles.c.id).where(articles.c.id == article_id, articles.c.status.in_(_GONE))
    return select(cohorts.c.id).where(
        cohorts.c.subject_followed == article_subject(article_id),
        cohorts.c.notice_id.is_(None),
        gone.exists(),
    )


def _waiting(cohort_id: int) -> ColumnElement[bool]:
    pending = deliveries.c.status == DeliveryStatus.PENDING
    return (deliveries.c.cohort_id == cohort_id) & pending


def _told_by_notices(article_id: UUID, revision: int) -> Select[Any]:
    noticed = deliveries.alias("noticed")
    return (
        select(noticed.c.subscriber_id)
        .join(notices, notices.c.id == noticed.c.notice_id)
        .join(cohorts, cohorts.c.id == noticed.c.cohort_id)
        .where(
            notices.c.article_id == article_id,
            notices.c.revision >= revision,
            noticed.c.status.not_in(_NEVER_MAILED),
        )
    )
