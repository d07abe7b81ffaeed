"""Which newsletters are there, and when are they due?"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.editions import Newsletter
from syndicate.domain.mailboxes import read_mailbox
from syndicate.domain.messages import header_safe
from syndicate.domain.schedules import Occurrence, Schedule, next_occurrence
from syndicate.domain.zones import zone_named
from syndicate.errors import AskedWrongly
from syndicate.services.transactions import Transactions

SHOWN = 3

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME = 60


class Newsletters(Protocol):
    """What keeping newsletters asks of the store."""

    def add(self, newsletter: Newsletter) -> None: ...
    def get(self, name: str) -> Newsletter: ...
    def all(self) -> Sequence[Newsletter]: ...
    def mark(self, name: str, **marks: bool | datetime) -> None: ...


class Transaction(Protocol):
    """What keeping newsletters sees of the store."""

    @property
    def newsletters(self) -> Newsletters: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A newsletter and its next occurrences; a paused one has none."""

    newsletter: Newsletter
    coming: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManageNewsletters:
    """Adds, pauses, removes and shows newsletters.

    `read_schedule` and `check_template` raise AskedWrongly for what will not do.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    read_schedule: Callable[[str], Schedule]
    check_template: Callable[[str], object]

    def add(self, newsletter: Newsletter) -> Newsletter:
        """Add a newsletter and return it as stored.

        Raises AskedWrongly for what will not do, Conflict for a name that was used before.
        """
        checked = replace(
            newsletter,
            sections=tuple(filter(None, map(str.strip, newsletter.sections))),
            created=self.clock.now(),
        )
        self._check(checked)
        with self.transactions.write() as tx:
            tx.newsletters.add(checked)
            return tx.newsletters.get(checked.name)

    def pause(self, name: str) -> None:
        """Open no more editions until resumed. Raises NotFound."""
        with self.transactions.write() as tx:
            tx.newsletters.mark(name, paused=True)

    def resume(self, name: str) -> None:
        """Open editions again; what came due meanwhile is not made up for. Raises NotFound."""
        with self.transactions.write() as tx:
            if tx.newsletters.get(name).paused:
                tx.newsletters.mark(name, paused=False, resumed=self.clock.now())

    def remove(self, name: str) -> None:
        """Close a newsletter for good; what it sent stays known. Raises NotFound."""
        with self.transactions.write() as tx:
            tx.newsletters.mark(name, removed=True, paused=True)

    def list(self) -> Sequence[Shown]:
        """Return all newsletters by name."""
        with self.transactions.read() as tx:
            newsletters = tx.newsletters.all()
        return [self._shown(newsletter) for newsletter in newsletters]

    def show(self, name: str) -> Shown:
        """Return a newsletter. Raises NotFound."""
        with self.transactions.read() as tx:
            newsletter = tx.newsletters.get(name)
        return self._shown(newsletter)

    def _shown(self, newsletter: Newsletter) -> Shown:
        coming = () if newsletter.paused else self._coming(newsletter)
        return Shown(newsletter=newsletter, coming=coming)

    def _coming(self, newsletter: Newsletter) -> tuple[Occurrence, ...]:
        schedule, zone = self.read_schedule(newsletter.schedule), zone_named(newsletter.timezone)
        after, coming = self.clock.now(), []
        for _ in range(SHOWN):
            coming.append(next_occurrence(schedule, zone, after=after))
            after = coming[-1].instant
        return tuple(coming)

    def _check(self, newsletter: Newsletter) -> None:
        _check_name(newsletter.name)
        if not newsletter.title.strip():
            raise AskedWrongly('a newsletter needs a title: --title "The Morning"')
        header_safe("a newsletter's title", newsletter.title)
        if newsletter.late_limit <= timedelta():
            raise AskedWrongly(f"a late limit must be longer than {newsletter.late_limit}")
        if newsletter.sender:
            read_mailbox(newsletter.sender)
        zone_named(newsletter.timezone)
        self.read_schedule(newsletter.schedule)
        self.check_template(newsletter.template)


def _check_name(name: str) -> None:
    """Hold a name to what addresses and List-Ids (RFC 2919) take as it is."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise AskedWrongly(
            f"{name!r} cannot name a newsletter, since addresses hold it: at most "
            f"{_LONGEST_NAME} of a-z, 0-9 and single hyphens between, as in {_name_like(name)!r}"
        )


def _name_like(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return plain[:_LONGEST_NAME].strip("-") or "morning"
