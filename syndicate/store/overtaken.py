"""What becomes of the mails that hold words which must not be sent any more?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    func,
    literal,
    or_,
    select,
    update,
)

from syndicate.domain.articles import Status
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.digests import ItemKey, Knowing
from syndicate.domain.followings import article_subject
from syndicate.domain.notices import OPEN
from syndicate.store.claimable import earlier_one_open
from syndicate.store.stale_words import (
    GONE,
    is_stale,
    newsletter_of,
    overtaken,
    tells_redacted,
    withheld,
)
from syndicate.store.tables import (
    articles,
    cohort_items,
    cohorts,
    deliveries,
    editions,
    notices,
)
from syndicate.store.untelling import untell

_NEVER_MAILED = (DeliveryStatus.FAILED, DeliveryStatus.CANCELLED)


class Overtaken:
    """Mails whose words were overtaken, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holds(self, cohort_id: int) -> bool:
        """Tell whether a cohort tells what was overtaken."""
        statement = select(overtaken(cohorts.c.id)).where(cohorts.c.id == cohort_id)
        return bool(self._connection.execute(statement).scalar_one())

    def of_notices(self, article_ids: Collection[UUID] | None = None) -> Sequence[int]:
        """Return the cohorts of open notices that wait with overtaken words.

        Of any article, or of some.
        """
        own = select(notices.c.id).where(notices.c.status.in_(OPEN))
        if article_ids is not None:
            own = own.where(notices.c.article_id.in_(article_ids))
        numbers = self._connection.execute(own).scalars().all()
        if not numbers:  # as nearly always; the rest takes a database long to plan
            return []
        statement = select(cohorts.c.id).where(
            cohorts.c.notice_id.in_(numbers), _waits_in(cohorts.c.id), overtaken(cohorts.c.id)
        )
        return sorted(self._connection.execute(statement).scalars())

    def stale(self, item: ItemKey) -> bool:
        """Tell whether a line of a cohort's contents was overtaken."""
        article = literal(item.article_id, articles.c.id.type)
        statement = select(is_stale(article, literal(item.revision)))
        return bool(self._connection.execute(statement).scalar_one())

    def next_waiting(self, cohort_id: int, after: int, limit: int) -> range | None:
        """Return the numbers of the next so many readers for whom anything of a cohort waits.

        None where there are none after that one.
        """
        reader = deliveries.c.subscriber_id
        own = select(reader).where(_of(cohort_id), reader > after)
        some = own.order_by(reader).limit(limit).subquery()
        last = self._connection.execute(select(func.max(some.c.subscriber_id))).scalar()
        return None if last is None else range(after + 1, last + 1)

    def known(
        self, cohort_id: int, article_id: UUID, newsletter_id: int, within: range
    ) -> Sequence[int]:
        """Return which revisions readers of what waits of a cohort have from a newsletter's mails.

        Of those `within` some numbers. 0 stands for none. Whose earlier mail of the newsletter is
        still open is left out: what that brings is known once it is settled, and until then the
        later one does not go.
        """
        own = _own(Knowing(article_id=article_id, newsletter_id=newsletter_id), within)
        statement = select(own).where(_waiting(cohort_id, within), _is_next()).distinct()
        return sorted(self._connection.execute(statement).scalars())

    def move(
        self, cohort_id: int, successor: int, within: range, among: Knowing | None = None
    ) -> None:
        """Put what waits of a cohort into another one, for readers `within` some numbers.

        Of those for the ones alone whom `among` names, if it does.
        """
        statement = update(deliveries).where(_waiting(cohort_id, within, among))
        self._connection.execute(statement.values(cohort_id=successor))

    def cancel(
        self,
        cohort_id: int,
        why: str,
        now: datetime,
        within: range,
        among: Knowing | None = None,
    ) -> None:
        """Cancel what waits of a cohort, for readers as `move` puts them elsewhere.

        Digests that passed over what it was to tell begin with that again.
        """
        waiting = _waiting(cohort_id, within, among)
        untell(self._connection, waiting)
        self._cancel(waiting, why, now)

    def cancel_noticed(
        self,
        cohort_id: int,
        article_id: UUID,
        revision: int,
        why: str,
        now: datetime,
        within: range,
    ) -> None:
        """Cancel what waits of a notice for readers whom one of a later revision tells."""
        told = told_by_notices(article_id, revision)
        self._cancel(_waiting(cohort_id, within) & deliveries.c.subscriber_id.in_(told), why, now)

    def cancel_told(
        self,
        cohort_id: int,
        article_id: UUID,
        revision: int,
        newsletter_id: int,
        why: str,
        now: datetime,
        within: range,
    ) -> None:
        """Cancel what waits of a notice for whom its newsletter's editions tell that revision."""
        told = told_by_editions(article_id, revision, newsletter_id)
        self._cancel(_waiting(cohort_id, within) & deliveries.c.subscriber_id.in_(told), why, now)

    def forget(self, article_id: UUID, now: datetime) -> None:
        """Forget the bodies with words of an article that nobody may be sent any more.

        What readers were mailed of a revision that was redacted, or of an article that was
        taken down, is forgotten with them; of others it is kept, since errors are looked
        for in it. A mail that is being rendered just now is waited for. Letters that name an
        article which is gone are not sent.
        """
        own = cohort_items.c.article_id == article_id
        revision = cohort_items.c.revision
        redacted = tells_redacted()
        holding = select(cohort_items.c.cohort_id).where(
            own, or_(is_stale(cohort_items.c.article_id, revision), redacted)
        )
        body = {"subject": None, "text": None, "html": None}
        self._connection.execute(update(cohorts).where(cohorts.c.id.in_(holding)).values(body))
        gone = withheld(cohort_items.c.article_id, revision, (Status.TAKEN_DOWN,))
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
    gone = select(articles.c.id).where(articles.c.id == article_id, articles.c.status.in_(GONE))
    return select(cohorts.c.id).where(
        cohorts.c.subject_followed == article_subject(article_id),
        cohorts.c.notice_id.is_(None),
        gone.exists(),
    )


def _waits_in(cohort_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell whether anything of a cohort waits."""
    own = deliveries.c.cohort_id == cohort_id
    pending = deliveries.c.status == DeliveryStatus.PENDING
    return select(deliveries.c.id).where(own, pending).exists()


def _waiting(cohort_id: int, within: range, among: Knowing | None = None) -> ColumnElement[bool]:
    waiting = _of(cohort_id) & _is_within(deliveries.c.subscriber_id, within)
    if among is None:
        return waiting
    return waiting & (_own(among, within) == among.revision) & _is_next()


def _of(cohort_id: int) -> ColumnElement[bool]:
    pending = deliveries.c.status == DeliveryStatus.PENDING
    return (deliveries.c.cohort_id == cohort_id) & pending


def _is_within(reader: ColumnElement[int], numbers: range) -> ColumnElement[bool]:
    return reader.between(numbers.start, numbers.stop - 1)


def _is_next() -> ColumnElement[bool]:
    """Tell whether no earlier mail of its newsletter to its reader is open (invariant 7)."""
    return ~earlier_one_open().exists()


def _own(among: Knowing, within: range) -> ColumnElement[int]:
    """Return which revision a delivery's reader has from other mails of a newsletter; 0 is none."""
    brought = _brought(among, within).subquery("brought")
    newest = select(brought.c.revision).where(brought.c.subscriber_id == deliveries.c.subscriber_id)
    return func.coalesce(newest.correlate(deliveries).scalar_subquery(), 0)


def _brought(among: Knowing, within: range) -> Select[Any]:
    """Find, by reader, the newest revision of an article that other mails bring, or have brought.

    A notice that waits goes first, and tells the newest; what waits of editions with
    overtaken words brings nothing yet.
    """
    other, item = deliveries.alias("other"), cohort_items.alias("item")
    its, edition = cohorts.alias("its_cohort"), editions.alias("its_edition")
    stale = (other.c.status == DeliveryStatus.PENDING) & is_stale(
        item.c.article_id, item.c.revision
    )
    head = select(articles.c.head).where(articles.c.id == among.article_id).scalar_subquery()
    brings = case(
        (stale & other.c.edition_id.is_not(None), 0), (stale, head), else_=item.c.revision
    )
    return (
        select(other.c.subscriber_id, func.max(brings).label("revision"))
        .join(item, item.c.cohort_id == other.c.cohort_id)
        .join(its, its.c.id == other.c.cohort_id)
        .outerjoin(edition, edition.c.id == other.c.edition_id)
        .where(
            item.c.article_id == among.article_id,
            _is_within(other.c.subscriber_id, within),
            newsletter_of(edition, its) == among.newsletter_id,
            other.c.status.not_in(_NEVER_MAILED),
        )
        .group_by(other.c.subscriber_id)
    )


def told_by_notices(article_id: UUID, revision: ColumnElement[int] | int) -> Select[Any]:
    """Find the readers whom notices tell of a revision of an article, or of a newer one."""
    noticed = deliveries.alias("noticed")
    return (
        select(noticed.c.subscriber_id)
        .join(notices, notices.c.id == noticed.c.notice_id)
        .where(
            notices.c.article_id == article_id,
            notices.c.revision >= revision,
            noticed.c.status.not_in(_NEVER_MAILED),
        )
    )


def told_by_editions(article_id: UUID, revision: int, newsletter_id: int) -> Select[Any]:
    """Find the readers whom a newsletter's editions tell of a revision, or of a newer one."""
    told, item, edition = deliveries.alias("told"), cohort_items.alias("told_item"), editions
    return (
        select(told.c.subscriber_id)
        .join(item, item.c.cohort_id == told.c.cohort_id)
        .join(edition, edition.c.id == told.c.edition_id)
        .where(
            item.c.article_id == article_id,
            item.c.revision >= revision,
            edition.c.newsletter_id == newsletter_id,
            told.c.status.not_in(_NEVER_MAILED),
        )
    )
