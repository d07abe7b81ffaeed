"""Which lines of a cohort may not be told any more?"""

from sqlalchemy import ColumnElement, Select, and_, or_, select

from syndicate.domain.articles import Status
from syndicate.domain.changes import DigestAs
from syndicate.store.tables import articles, cohort_items

_GONE = (Status.TAKEN_DOWN, Status.UNPUBLISHED)


def withdrawn_lines(cohort_id: ColumnElement[int]) -> Select[tuple[int]]:
    """Choose the places of a cohort's lines that were withdrawn after they were planned.

    What is gone is told in no way; what was retracted is not told as new.
    """
    retracted_news = and_(
        articles.c.status == Status.RETRACTED, cohort_items.c.status == DigestAs.NEW
    )
    return (
        select(cohort_items.c.position)
        .join(articles, articles.c.id == cohort_items.c.article_id)
        .where(
            cohort_items.c.cohort_id == cohort_id,
            or_(articles.c.status.in_(_GONE), retracted_news),
        )
    )
