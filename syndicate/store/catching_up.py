"""How does a restored store learn of mails that went out since its backup?"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    insert,
    or_,
    select,
    text,
    update,
)

from syndicate.domain.chronicle import Told, ToldEdition
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.digests import CohortPlace
from syndicate.domain.editions import EditionStatus
from syndicate.domain.numbering import RevisionKey, digest_of
from syndicate.store.runs import runs
from syndicate.store.tables import (
    articles,
    batches,
    cohorts,
    deliveries,
    editions,
    newsletters,
    revisions,
    subscribers,
    subscriptions,
    waves,
)

LEAP = 1_000
"""So many numbers are left out: of what the chronicle does not tell, none is given again."""

_COUNTED = ("newsletters", "subscribers", "followings", "editions", "deliveries", "notices")
_REPLY = "accepted, as the chronicle tells"


class CatchingUp:
    """What became of mails that an older store knows nothing of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def place(self, told: Told, now: datetime) -> CohortPlace | None:
        """Return where mails of an edition belong, which is added if it is not there.

        None where the newsletter is not known: it was added after the backup.
        """
        its = told.edition
        if its is None or (newsletter := self._newsletter(its.newsletter)) is None:
            return None
        edition = self._edition(its, newsletter, now)
        wave = self._wave(its, edition)
        return CohortPlace(edition_id=edition, wave_id=wave, seen_from=its.since)

    def _newsletter(self, name: str) -> int | None:
        statement = select(newsletters.c.id).where(newsletters.c.name == name)
        return self._connection.execute(statement).scalar()

    def _edition(self, its: ToldEdition, newsletter: int, now: datetime) -> int:
        """Give an edition added here its own number again: Message-IDs are made of it."""
        same = (editions.c.newsletter_id == newsletter) & (editions.c.period_key == its.period_key)
        row: dict[str, Any] = {
            "newsletter_id": newsletter,
            "period_key": its.period_key,
            "due": its.due,
            "status": EditionStatus.DUE,
            "approved": now,
        }
        if not self._exists(editions.c.id, its.id):
            row["id"] = its.id
        return self._ensure(editions, same, row)

    def _wave(self, its: ToldEdition, edition_id: int) -> int:
        same = (waves.c.edition_id == edition_id) & (waves.c.due == its.wave_due)
        row = {
            "edition_id": edition_id,
            "due": its.wave_due,
            "timezones": its.timezones,
            "status": EditionStatus.DUE,
        }
        number = self._ensure(waves, same, row)
        span = {"seen_from": its.seen_from, "seen_to": its.seen_to}
        unplanned = (waves.c.id == number) & waves.c.seen_to.is_(None)
        self._connection.execute(update(waves).where(unplanned).values(span))
        return number

    def heads(self, named: Collection[UUID]) -> Mapping[UUID, int]:
        """Return the newest revision's number of those articles which this store has."""
        found: dict[UUID, int] = {}
        for some in runs(named):
            statement = select(articles.c.id, articles.c.head).where(articles.c.id.in_(some))
            found |= {row.id: row.head for row in self._connection.execute(statement)}
        return found

    def digests(self, named: Collection[UUID]) -> Mapping[RevisionKey, str]:
        """Return the digests of all revisions of those articles which this store has."""
        found: dict[RevisionKey, str] = {}
        columns = (revisions.c.article_id, revisions.c.number, revisions.c.chain_hash)
        for some in runs(named):
            statement = select(*columns).where(revisions.c.article_id.in_(some))
            rows = self._connection.execute(statement)
            found |= {(row.article_id, row.number): digest_of(row.chain_hash) for row in rows}
        return found

    def hand(
        self,
        place: CohortPlace,
        cohort_id: int,
        readers: Mapping[int, DeliveryStatus],
        now: datetime,
    ) -> int:
        """Write that readers of an edition had its mail; return how many are known here."""
        own = deliveries.c.edition_id == place.edition_id
        known = 0
        for some in runs(readers.items()):
            here = self._known(dict(some))
            there = self._rows(own & deliveries.c.subscriber_id.in_(here))
            self._settle({there[reader]: here[reader] for reader in there}, now, cohort_id)
            self._insert(
                {
                    "edition_id": place.edition_id,
                    "cohort_id": cohort_id,
                    "subscriber_id": reader,
                    **_became(status, now),
                }
                for reader, status in here.items()
                if reader not in there
            )
            known += len(here)
        return known

    def tell_until(self, edition: ToldEdition, readers: Collection[int]) -> None:
        """Write up to when readers were told by an edition's mail."""
        statement = update(subscriptions).where(
            subscriptions.c.newsletter_id == self._newsletter(edition.newsletter),
            subscriptions.c.subscriber_id.in_(bindparam("readers", expanding=True)),
            or_(
                subscriptions.c.told_until.is_(None),
                subscriptions.c.told_until < edition.seen_to,
            ),
        )
        for some in runs(readers):
            values = statement.values(told_until=edition.seen_to)
            self._connection.execute(values, {"readers": list(some)})

    def hand_notice(
        self, notice_id: int, readers: Mapping[int, DeliveryStatus], now: datetime
    ) -> int:
        """Write that readers had the mail of a notice which is here; return of how many it is."""
        own = deliveries.c.notice_id == notice_id
        known = 0
        for some in runs(readers.items()):
            here = dict(some)
            there = self._rows(own & deliveries.c.subscriber_id.in_(here))
            self._settle({there[reader]: here[reader] for reader in there}, now)
            known += len(there)
        return known

    def hand_letters(self, letters: Mapping[int, DeliveryStatus], now: datetime) -> int:
        """Write that letters, by their deliveries' numbers, went out; return how many are here."""
        known = 0
        outside = deliveries.c.edition_id.is_(None) & deliveries.c.notice_id.is_(None)
        for some in runs(letters.items()):
            here = dict(some)
            rows = self._connection.execute(
                select(deliveries.c.id).where(outside, deliveries.c.id.in_(here))
            )
            there = {number: here[number] for number in rows.scalars()}
            self._settle(there, now)
            known += len(there)
        return known

    def release(self, workers: Collection[str]) -> None:
        """Let go of what workers held whose whole journals were read: it was not sent."""
        own = select(batches.c.id).where(batches.c.worker.in_(workers))
        held = deliveries.c.batch_id.in_(own) & (deliveries.c.status == DeliveryStatus.CLAIMED)
        free = {"status": DeliveryStatus.PENDING, "batch_id": None}
        self._connection.execute(update(deliveries).where(held).values(free))

    def leap(self, highest: Mapping[str, int]) -> None:
        """Give no number again that may have been given since the backup (SQLite alone).

        Links and Message-IDs that are out there are made of them.
        """
        counting = text(
            "UPDATE sqlite_sequence SET seq = max(seq, :known) + :leap WHERE name = :name"
        )
        for name in _COUNTED:
            told = {"known": highest.get(name, 0), "leap": LEAP, "name": name}
            if not self._connection.execute(counting, told).rowcount:
                start = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :known)")
                first = {"name": name, "known": highest.get(name, 0) + LEAP}
                self._connection.execute(start, first)

    def _exists(self, column: ColumnElement[int], number: int) -> bool:
        return self._connection.execute(select(column).where(column == number)).first() is not None

    def _ensure(self, table: Any, same: ColumnElement[bool], row: Mapping[str, Any]) -> int:  # noqa: ANN401 - any table
        found: int | None = self._connection.execute(select(table.c.id).where(same)).scalar()
        if found is not None:
            return found
        statement = insert(table).values(**row).returning(table.c.id)
        number: int = self._connection.execute(statement).scalar_one()
        return number

    def _known(self, readers: Mapping[int, DeliveryStatus]) -> Mapping[int, DeliveryStatus]:
        statement = select(subscribers.c.id).where(subscribers.c.id.in_(readers))
        return {number: readers[number] for number in self._connection.execute(statement).scalars()}

    def _rows(self, which: ColumnElement[bool]) -> Mapping[int, int]:
        statement = select(deliveries.c.subscriber_id, deliveries.c.id).where(which)
        return {row.subscriber_id: row.id for row in self._connection.execute(statement)}

    def _settle(
        self,
        became: Mapping[int, DeliveryStatus],
        now: datetime,
        cohort_id: int | None = None,
    ) -> None:
        """Write what became of deliveries; what is known to be sent stays so."""
        if not became:
            return
        unsent = deliveries.c.status != DeliveryStatus.SENT
        values: dict[str, Any] = {
            "status": bindparam("became", type_=deliveries.c.status.type),
            "batch_id": None,
            "reply": _REPLY,
            "settled": now,
        }
        if cohort_id is not None and self._exists(cohorts.c.id, cohort_id):
            values["cohort_id"] = cohort_id
        one = deliveries.c.id == bindparam("number")
        rows = [{"number": number, "became": status} for number, status in became.items()]
        self._connection.execute(update(deliveries).where(one, unsent).values(values), rows)

    def _insert(self, rows: Iterable[Mapping[str, Any]]) -> None:
        if listed := list(rows):
            self._connection.execute(insert(deliveries), listed)


def _became(status: DeliveryStatus, now: datetime) -> Mapping[str, Any]:
    return {"status": status, "reply": _REPLY, "settled": now}
