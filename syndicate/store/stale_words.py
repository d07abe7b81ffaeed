"""Which words must not be sent any more? What a grave change of their article has overtaken."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, func, or_, select

from syndicate.domain.articles import Kind, Severity, Status
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.notices import OVERTAKING
from syndicate.store.tables import articles, cohort_items, cohorts, deliveries, notices, revisions

GONE = (Status.TAKEN_DOWN, Status.UNPUBLISHED)


def newsletter_of(edition: FromClause, cohort: FromClause) -> ColumnElement[int | None]:
    """Return the newsletter of a mail: its edition's, or that under which a notice goes."""
    return func.coalesce(edition.c.newsletter_id, cohort.c.newsletter_id)


def overtaken(cohort_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell whether a cohort tells what a grave change of an article has overtaken (invariant 8).

    It asks the revisions themselves: a change is in force with the commit that makes it
    public, whoever plans, claims or sends meanwhile.
    """
    stale = is_stale(cohort_items.c.article_id, cohort_items.c.revision)
    own = cohort_items.c.cohort_id == cohort_id
    return select(cohort_items.c.cohort_id).where(own, or_(stale, tells_redacted())).exists()


def tells_redacted() -> ColumnElement[bool]:
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


def is_stale(article_id: ColumnElement[UUID], revision: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell whether a grave change has overtaken the words of a revision, or it was taken back.

    As grave is what was to be told at once to whoever was mailed older words, an editor's note
    by `--notify`: they would go to some after it, and others would have the words without it.
    Withdrawing its notice changes nothing here: mails planned meanwhile have relied on it.
    """
    newer, telling = revisions.alias("newer"), notices.alias("telling")
    at_once = select(telling.c.id).where(
        telling.c.article_id == newer.c.article_id,
        telling.c.revision == newer.c.number,
        telling.c.to_mailed,
    )
    graver = select(newer.c.number).where(
        newer.c.article_id == article_id,
        newer.c.number > revision,
        or_(
            newer.c.kind.in_(OVERTAKING),
            newer.c.severity == Severity.MAJOR,
            at_once.exists(),
        ),
    )
    return or_(graver.exists(), withheld(article_id, revision, GONE, taken_back=True))


def withheld(
    article_id: ColumnElement[UUID],
    revision: ColumnElement[int],
    gone: Collection[Status],
    *,
    taken_back: bool = False,
) -> ColumnElement[bool]:
    """Tell whether a revision was redacted, or its article stands so; a takedown has no words.

    With `taken_back`, or whether it withdrew an article that stands again.
    """
    own = revisions.alias("own")
    worded = own.c.kind != Kind.TAKEDOWN
    why: ColumnElement[bool] = worded & or_(
        articles.c.status.in_(gone), own.c.redacted.is_not(None)
    )
    if taken_back:
        back = own.c.kind.in_(OVERTAKING) & (articles.c.status == Status.PUBLISHED)
        why = or_(why, back)
    statement = (
        select(articles.c.id)
        .join(own, own.c.article_id == articles.c.id)
        .where(
            articles.c.id == article_id,
            own.c.number == revision,
            why,
        )
    )
    return statement.exists()


def overtaken_waiting(
    article_id: ColumnElement[UUID], revision: ColumnElement[int]
) -> ColumnElement[bool]:
    """Tell whether a delivery waits with an item that a grave change has overtaken."""
    return (deliveries.c.status == DeliveryStatus.PENDING) & is_stale(article_id, revision)
