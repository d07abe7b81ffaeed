"""Which mails carried the error that a notice tells of?"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from syndicate.domain.notices import Notice
from syndicate.domain.wrong_words import holds
from syndicate.store.notice_mails import WERE_MAILED
from syndicate.store.tables import cohort_items, deliveries, notice_carriers


def uncarried(connection: Connection, notice: Notice) -> Sequence[int]:
    """Return the cohorts whose words as mailed held the error and that are not kept yet."""
    was_mailed = select(deliveries.c.id).where(
        deliveries.c.cohort_id == cohort_items.c.cohort_id,
        deliveries.c.status.in_(WERE_MAILED),
    )
    known = select(notice_carriers.c.cohort_id).where(notice_carriers.c.notice_id == notice.id)
    older = select(cohort_items.c.cohort_id, cohort_items.c.words).where(
        cohort_items.c.article_id == notice.article_id,
        cohort_items.c.revision.between(notice.since or 1, notice.revision - 1),
        cohort_items.c.words.is_not(None) | was_mailed.exists(),
        cohort_items.c.cohort_id.not_in(known),
    )
    rows = connection.execute(older)
    return [row.cohort_id for row in rows if holds(row.words, notice.wrong)]
