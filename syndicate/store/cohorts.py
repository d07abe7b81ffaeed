"""What do readers with the same items get?"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from syndicate.domain.digests import CohortPlace, ItemKey, RenderedDigest
from syndicate.store.tables import cohort_items, cohorts, revisions, waves


class Cohorts:
    """The cohorts of one transaction. Their items and bodies are kept once for all readers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ensure(self, place: CohortPlace, items: Sequence[ItemKey], now: datetime) -> int:
        """Return the number of a wave's cohort with these items, added if it is not there.

        Who adds one holds the wave's row until the end: others who plan it at once find it then.
        """
        key = _items_key(items, place.seen_from)
        same = (cohorts.c.wave_id == place.wave_id) & (cohorts.c.items_key == key)
        one = select(cohorts.c.id).where(same)
        known = self._connection.execute(one).scalar()
        if known is None and self._alone(place):
            known = self._connection.execute(one).scalar()
        return known if known is not None else self._add(asdict(place), items, key, now)

    def _alone(self, place: CohortPlace) -> bool:
        """Hold the row of a wave; tell whether it had to be asked for: SQLite has one writer."""
        if self._connection.dialect.name != "postgresql":
            return False
        wave = select(waves.c.id).where(waves.c.id == place.wave_id)
        self._connection.execute(wave.with_for_update(key_share=True))
        return True

    def of_notice(self, place: CohortPlace, items: Sequence[ItemKey], now: datetime) -> int:
        """Return the number of a notice's cohort in its place, added if it is not there.

        Two at once would collide: whoever asks holds the notice's lock.
        """
        key = _items_key(items)
        values = asdict(place)
        same = [cohorts.c[name].is_not_distinct_from(value) for name, value in values.items()]
        statement = select(cohorts.c.id).where(cohorts.c.items_key == key, *same)
        known = self._connection.execute(statement).scalar()
        return known if known is not None else self._add(values, items, key, now)

    def anew(self, cohort_id: int, now: datetime) -> int:
        """Return the number of a cohort like another one, to be rendered without its words.

        It is younger than whatever was redacted. Two at once would collide: whoever asks
        holds the lock of the edition, or the notice.
        """
        values = asdict(self.place(cohort_id))
        key = hashlib.sha256(f"instead of {cohort_id}".encode()).hexdigest()
        same = [cohorts.c[name].is_not_distinct_from(value) for name, value in values.items()]
        statement = select(cohorts.c.id).where(cohorts.c.items_key == key, *same)
        known: int | None = self._connection.execute(statement).scalar()
        if known is not None:
            return known
        younger = self._after_redactions(cohort_id, now)
        return self._add(values, self.items(cohort_id), key, younger)

    def _after_redactions(self, cohort_id: int, now: datetime) -> datetime:
        """Return `now`, or the moment after the last redaction, if clocks have it later."""
        statement = (
            select(func.max(revisions.c.redacted))
            .join(cohort_items, cohort_items.c.article_id == revisions.c.article_id)
            .where(cohort_items.c.cohort_id == cohort_id)
        )
        last: datetime | None = self._connection.execute(statement).scalar()
        return now if last is None else max(now, last + timedelta.resolution)

    def place(self, cohort_id: int) -> CohortPlace:
        """Return what a cohort belongs to."""
        columns = [cohorts.c[field.name] for field in fields(CohortPlace)]
        statement = select(*columns).where(cohorts.c.id == cohort_id)
        row = self._connection.execute(statement).one()
        return CohortPlace(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    def letter(self, rendered: RenderedDigest, now: datetime, *, subject: str | None = None) -> int:
        """Add a body outside any edition, about `subject` if anything; return its cohort's number.

        What it names of the subject is known by that, should it be withdrawn.
        """
        key = hashlib.sha256((rendered.subject + rendered.text).encode()).hexdigest()
        number = self._add({"subject_followed": subject}, (), key, now)
        self.keep(number, rendered)
        return number

    def items(self, cohort_id: int) -> Sequence[ItemKey]:
        """Return a cohort's items in their order."""
        own = cohort_items.c.cohort_id == cohort_id
        rows = self._connection.execute(
            select(cohort_items).where(own).order_by(cohort_items.c.position)
        )
        return [_item(row) for row in rows]

    def body(self, cohort_id: int) -> RenderedDigest | None:
        """Return the rendered body, if the cohort has been rendered."""
        row = self._connection.execute(select(cohorts).where(cohorts.c.id == cohort_id)).one()
        if row.html is None:
            return None
        return RenderedDigest(
            subject=row.subject, text=row.text, html=row.html, item_words=self._words(cohort_id)
        )

    def lock(self, cohort_id: int) -> None:
        """Let nobody else render a cohort until the transaction ends."""
        statement = select(cohorts.c.id).where(cohorts.c.id == cohort_id)
        self._connection.execute(statement.with_for_update())

    def created(self, cohort_id: int) -> datetime:
        """Return when a cohort was planned: the date of its mails."""
        statement = select(cohorts.c.created).where(cohorts.c.id == cohort_id)
        moment: datetime = self._connection.execute(statement).scalar_one()
        return moment

    def keep(self, cohort_id: int, rendered: RenderedDigest) -> None:
        """Keep a rendered body and the words of its items as mailed; the first one stays."""
        unrendered = (cohorts.c.id == cohort_id) & cohorts.c.html.is_(None)
        body = {"subject": rendered.subject, "text": rendered.text, "html": rendered.html}
        if self._connection.execute(update(cohorts).where(unrendered).values(body)).rowcount:
            for position, words in enumerate(rendered.item_words):
                self._connection.execute(
                    update(cohort_items)
                    .where(
                        cohort_items.c.cohort_id == cohort_id,
                        cohort_items.c.position == position,
                    )
                    .values(words=words)
                )

    def of_edition(self, edition_id: int) -> Sequence[int]:
        """Return the numbers of an edition's cohorts."""
        statement = select(cohorts.c.id).where(cohorts.c.edition_id == edition_id)
        return self._connection.execute(statement.order_by(cohorts.c.id)).scalars().all()

    def _words(self, cohort_id: int) -> tuple[str, ...]:
        own = cohort_items.c.cohort_id == cohort_id
        statement = select(cohort_items.c.words).where(own).order_by(cohort_items.c.position)
        return tuple(words or "" for words in self._connection.execute(statement).scalars())

    def _add(
        self,
        place: Mapping[str, object],
        items: Sequence[ItemKey],
        key: str,
        now: datetime,
    ) -> int:
        row = {**place, "items_key": key, "created": now}
        statement = insert(cohorts).values(row).returning(cohorts.c.id)
        number: int = self._connection.execute(statement).scalar_one()
        if items:
            rows = [_row(number, position, item) for position, item in enumerate(items)]
            self._connection.execute(insert(cohort_items), rows)
        return number


def _items_key(items: Sequence[ItemKey], seen_from: datetime | None = None) -> str:
    told = "|".join(f"{i.article_id}:{i.revision}:{i.status}:{i.since}" for i in items)
    if seen_from is not None:
        told += f"|{seen_from.isoformat()}"
    return hashlib.sha256(told.encode()).hexdigest()


def _row(cohort_id: int, position: int, item: ItemKey) -> dict[str, Any]:
    return {
        "cohort_id": cohort_id,
        "position": position,
        "article_id": item.article_id,
        "revision": item.revision,
        "status": item.status,
        "since": item.since,
    }


def _item(row: Row[Any]) -> ItemKey:
    return ItemKey(
        article_id=row.article_id, revision=row.revision, status=row.status, since=row.since
    )
