"""What do a cohort's mails tell, in identities that an older store knows too?"""

from typing import Any

from sqlalchemy import Connection, select

from syndicate.domain.chronicle import Told, ToldEdition
from syndicate.domain.digests import CohortPlace, ItemKey
from syndicate.domain.numbering import digest_of
from syndicate.store.cohorts import Cohorts
from syndicate.store.tables import editions, newsletters, notices, revisions, waves


class Telling:
    """What a chronicle keeps of cohorts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def told(self, cohort_id: int) -> Told:
        """Return what a cohort's mails tell, in identities that an older store knows too."""
        place = Cohorts(self._connection).place(cohort_id)
        items = tuple(Cohorts(self._connection).items(cohort_id))
        return Told(
            edition=self._edition_told(place),
            notice=self._notice_told(place.notice_id),
            number=place.notice_id or 0,
            items=items,
            digests=tuple(map(self._digest, items)),
        )

    def _digest(self, item: ItemKey) -> str:
        own = (revisions.c.article_id == item.article_id) & (revisions.c.number == item.revision)
        link = self._connection.execute(select(revisions.c.chain_hash).where(own)).scalar_one()
        return digest_of(link)

    def _edition_told(self, place: CohortPlace) -> ToldEdition | None:
        if place.edition_id is None:
            return None
        its = select(editions).where(editions.c.id == place.edition_id)
        edition = self._connection.execute(its).one()
        whose = select(newsletters.c.name).where(newsletters.c.id == edition.newsletter_id)
        wave = self._connection.execute(select(waves).where(waves.c.id == place.wave_id)).one()
        return ToldEdition(
            id=edition.id,
            newsletter=self._connection.execute(whose).scalar_one(),
            period_key=edition.period_key,
            due=edition.due,
            wave_due=wave.due,
            timezones=wave.timezones,
            seen_from=wave.seen_from,
            seen_to=wave.seen_to,
            since=place.seen_from,
        )

    def _notice_told(self, notice_id: int | None) -> Any:  # noqa: ANN401 - a row's own types
        if notice_id is None:
            return None
        columns = (notices.c.article_id, notices.c.revision)
        row = self._connection.execute(select(*columns).where(notices.c.id == notice_id)).one()
        return tuple(row)
