"""Which editions and waves are there, and how do they stand?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from syndicate.domain.editions import UNDER_WAY, Edition, EditionStatus, Wave, told_by
from syndicate.domain.facts import Fact, What
from syndicate.errors import NotFound
from syndicate.store.jobs import Jobs
from syndicate.store.sharing import Line, have_alone, share
from syndicate.store.tables import editions, newsletters, revisions, waves

_TOLD_NOBODY = (EditionStatus.MISSED, EditionStatus.CANCELLED)


class Editions:
    """The editions of one transaction."""

    def __init__(self, connection: Connection, facts: list[Fact], jobs: Jobs) -> None:
        self._connection = connection
        self._facts = facts
        self._jobs = jobs

    def open(self, newsletter_id: int, period_key: str, due: datetime) -> Edition:
        """Return the one edition of a period, added if it is not there yet."""
        found = self.of_period(newsletter_id, period_key)
        if found is None:
            self._add_edition(newsletter_id, period_key, due)
            found = self.of_period(newsletter_id, period_key)
        if found is None:
            raise NotFound(f"the edition {period_key} could not be opened")
        return found

    def of_period(self, newsletter_id: int, period_key: str) -> Edition | None:
        """Return the edition of a period, if it was opened."""
        one = (editions.c.newsletter_id == newsletter_id) & (editions.c.period_key == period_key)
        row = self._connection.execute(select(editions).where(one)).first()
        return None if row is None else Edition(**row._mapping)  # noqa: SLF001 - public name

    def by_id(self, edition_id: int) -> Edition:
        """Return an edition by number. Raises NotFound."""
        row = self._connection.execute(select(editions).where(editions.c.id == edition_id)).first()
        if row is None:
            raise NotFound(f"there is no edition {edition_id}; see syndicate edition list")
        return Edition(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    def lock(self, edition_id: int) -> Edition:
        """Return an edition that nobody else can plan, steer or close until the transaction ends.

        Everything that decides by an edition's status, or adds to its deliveries, takes
        this first: a cancelled edition then stays cancelled. Raises NotFound.
        """
        have_alone(self._connection, Line.EDITION, edition_id)
        self._connection.execute(_one(edition_id).with_for_update())
        return self.by_id(edition_id)

    def share(self, edition_id: int) -> Edition:
        """Return an edition that others can plan, too, but not steer or close meanwhile.

        Raises NotFound.
        """
        share(self._connection, Line.EDITION, edition_id)
        self._connection.execute(_one(edition_id).with_for_update(read=True))
        return self.by_id(edition_id)

    def newest(self, newsletter_id: int | None, limit: int) -> Sequence[Edition]:
        """Return editions, latest due first, of one newsletter or of all."""
        statement = select(editions).order_by(editions.c.due.desc(), editions.c.id.desc())
        if newsletter_id is not None:
            statement = statement.where(editions.c.newsletter_id == newsletter_id)
        rows = self._connection.execute(statement.limit(limit))
        return [Edition(**row._mapping) for row in rows]  # noqa: SLF001 - public name

    def last_due(self, newsletter_id: int) -> datetime | None:
        """Return when the newsletter's latest opened edition was due."""
        statement = select(editions.c.due).where(editions.c.newsletter_id == newsletter_id)
        return self._connection.execute(statement.order_by(editions.c.due.desc()).limit(1)).scalar()

    def add_wave(self, edition_id: int, due: datetime) -> None:
        """Add the wave of an instant; a second one of the same instant is the same."""
        known = select(waves.c.id).where(waves.c.edition_id == edition_id, waves.c.due == due)
        if self._connection.execute(known).first() is not None:
            return
        row = {
            "edition_id": edition_id,
            "due": due,
            "timezones": (),
            "status": EditionStatus.DUE,
        }
        self._insert_quietly(insert(waves).values(row))

    def waves_due(self, now: datetime) -> Sequence[Wave]:
        """Return the waves whose instant has come and which were not planned yet."""
        ready = (waves.c.status == EditionStatus.DUE) & (waves.c.due <= now)
        rows = self._connection.execute(select(waves).where(ready).order_by(waves.c.due))
        return [_wave(row) for row in rows]

    def next_wave(self, newsletter_id: int) -> datetime | None:
        """Return when the next wave of a newsletter that was not planned yet is due, if any is."""
        waits = (waves.c.status == EditionStatus.DUE) & (editions.c.newsletter_id == newsletter_id)
        statement = select(func.min(waves.c.due)).join(
            editions, editions.c.id == waves.c.edition_id
        )
        alive = editions.c.status != EditionStatus.CANCELLED
        return self._connection.execute(statement.where(waits, alive)).scalar()

    def waves_under_way(self) -> Sequence[Wave]:
        """Return the planned waves of editions that go out, rest or are held, missed ones too."""
        open_ = select(editions.c.id).where(editions.c.status.in_(UNDER_WAY))
        planned = waves.c.status.in_((EditionStatus.SENDING, EditionStatus.MISSED))
        among = planned & waves.c.edition_id.in_(open_)
        rows = self._connection.execute(select(waves).where(among).order_by(waves.c.due))
        return [_wave(row) for row in rows]

    def wave(self, wave_id: int) -> Wave:
        """Return a wave as it stands."""
        return _wave(self._connection.execute(select(waves).where(waves.c.id == wave_id)).one())

    def waves_of(self, edition_id: int) -> Sequence[Wave]:
        """Return an edition's waves in order of time."""
        statement = select(waves).where(waves.c.edition_id == edition_id).order_by(waves.c.due)
        return [_wave(row) for row in self._connection.execute(statement)]

    def told_until(self, newsletter_id: int, before: datetime) -> datetime | None:
        """Return up to which `recorded` the editions before an instant told their readers.

        That is where it begins for readers who never had one. Missed and cancelled editions
        told nothing.
        """
        earlier = self._earlier(newsletter_id, before)
        while earlier is not None:
            told = told_by(self.waves_of(earlier.id))
            if told is not None:
                return told
            earlier = self._earlier(newsletter_id, earlier.due)
        return None

    def tells_until(self, now: datetime) -> datetime:
        """Return up to which `recorded` a wave that is planned now tells its readers.

        That is now, or the newest there is, where a clock ran ahead (`Revisions.recordable`).
        """
        newest = self._connection.execute(select(func.max(revisions.c.recorded))).scalar()
        return max(now, newest or now)

    def plan_wave(
        self, wave: Wave, seen_from: datetime, seen_to: datetime, timezones: Sequence[str]
    ) -> None:
        """Fix what span of changes a wave tells, and to whose zones."""
        values = {
            "seen_from": seen_from,
            "seen_to": seen_to,
            "timezones": tuple(timezones),
        }
        self._connection.execute(update(waves).where(waves.c.id == wave.id).values(**values))

    def set_wave(self, wave_id: int, status: EditionStatus) -> None:
        """Say how a wave stands."""
        self._connection.execute(update(waves).where(waves.c.id == wave_id).values(status=status))

    def set_status(self, edition_id: int, status: EditionStatus, fault: str = "") -> None:
        """Say how an edition stands, and why where it is held."""
        one = editions.c.id == edition_id
        self._connection.execute(update(editions).where(one).values(status=status, fault=fault))
        if status is EditionStatus.SENDING:
            self._jobs.edition(edition_id)
        if status is EditionStatus.CANCELLED:
            edition = self.by_id(edition_id)
            whose = select(newsletters.c.name).where(newsletters.c.id == edition.newsletter_id)
            name = self._connection.execute(whose).scalar_one()
            about = (name, edition.period_key, edition.due.isoformat())
            self._facts.append(Fact(What.CANCELLED, about))

    def approve(self, edition_id: int, now: datetime) -> None:
        """Let an edition go out; when it was approved first stays."""
        waits = (editions.c.id == edition_id) & editions.c.approved.is_(None)
        self._connection.execute(update(editions).where(waits).values(approved=now))

    def ask(self, edition_id: int, now: datetime) -> None:
        """Write that whoever approves editions is asked about one."""
        own = editions.c.id == edition_id
        self._connection.execute(update(editions).where(own).values(asked=now))

    def in_status(self, *statuses: EditionStatus) -> Sequence[Edition]:
        """Return the editions that stand so, by number."""
        among = editions.c.status.in_(statuses)
        rows = self._connection.execute(select(editions).where(among).order_by(editions.c.id))
        return [Edition(**row._mapping) for row in rows]  # noqa: SLF001 - public name

    def _earlier(self, newsletter_id: int, before: datetime) -> Edition | None:
        statement = (
            select(editions)
            .where(
                editions.c.newsletter_id == newsletter_id,
                editions.c.due < before,
                editions.c.status.not_in(_TOLD_NOBODY),
            )
            .order_by(editions.c.due.desc())
            .limit(1)
        )
        row = self._connection.execute(statement).first()
        return None if row is None else Edition(**row._mapping)  # noqa: SLF001 - public name

    def _add_edition(self, newsletter_id: int, period_key: str, due: datetime) -> None:
        row = {
            "newsletter_id": newsletter_id,
            "period_key": period_key,
            "due": due,
            "status": EditionStatus.DUE,
        }
        self._insert_quietly(insert(editions).values(row))

    def _insert_quietly(self, statement: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own types
        try:
            with self._connection.begin_nested():
                self._connection.execute(statement)
        except IntegrityError:  # another ticker was quicker: the row is there
            return


def _one(edition_id: int) -> Select[tuple[int]]:
    return select(editions.c.id).where(editions.c.id == edition_id)


def _wave(row: Row[Any]) -> Wave:
    return Wave(
        id=row.id,
        edition_id=row.edition_id,
        due=row.due,
        timezones=row.timezones,
        seen_from=row.seen_from,
        seen_to=row.seen_to,
        status=row.status,
    )
