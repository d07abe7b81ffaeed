"""Whoever ends mails while an edition is planned, and who plans it, both come to their end."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.digests import CohortPlace
from syndicate.domain.editions import Edition
from syndicate.domain.intake import Applicant, Told
from syndicate.errors import AddressRefused, Throttled
from syndicate.services.take_in import TakeIn, Wish
from syndicate.store.engines import open_engines
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import HOUR, everybody
from tests.services.press import MONDAY, Press
from tests.services.readers import ADA, NOW, SITE, Letters, World

BOB = "bob@example.org"
_HALTS = re.compile("FROM newsletters.*FOR NO KEY UPDATE", re.DOTALL)
_MOVES = "UPDATE deliveries SET cohort_id"
_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def server(postgresql_url: str) -> Iterator[Engine]:
    """Give PostgreSQL, where several write at once."""
    with closing(open_engines(postgresql_url)) as engines:
        yield engines.write


@pytest.fixture
def readers(postgresql_url: str) -> Iterator[World]:
    """Have two read a newsletter, of which a mail waits for one of them."""
    with closing(open_engines(postgresql_url)) as engines:
        world = World(Store(engines))
        world.newsletter()
        for email in (ADA, BOB):
            world.subscribe.add(email, "morning", confirmed=True)
        yield world


@pytest.fixture
def press(postgresql_url: str, tmp_path: Path) -> Iterator[Press]:
    """Plan an edition for two readers."""
    with closing(open_engines(postgresql_url)) as engines:
        press = Press(engines, tmp_path)
        press.newsletter()
        for email in (ADA, BOB):
            press.reader(email)
        press.publish("Bridge")
        press.at(MONDAY)
        press.tick()
        yield press


def unsubscribe(world: World) -> None:
    """Follow the link of a mail."""
    world.subscribe.unsubscribe(world.unsubscribe_token())


def end_all(world: World) -> None:
    """Leave everything, by the preferences."""
    with world.store.read() as tx:
        number = tx.subscribers.by_email(ADA).id
    world.preferences.end_all(world.tokens.preferences(number, NOW))


def import_ends(world: World) -> None:
    """Bring the list of a former program in, by which both had left."""
    take_in = TakeIn(
        transactions=world.store,
        clock=world.clock,
        site=SITE,
        tokens=world.tokens,
        letters=Letters(),
    )
    ends = [
        Applicant(line=line, email=email, told=Told.UNSUBSCRIBED)
        for line, email in enumerate((BOB, ADA), 2)
    ]
    list(take_in(ends, Wish(newsletters=("morning",), confirmed=True, source="old.csv")))


@pytest.mark.parametrize("leave", [unsubscribe, end_all, import_ends])
def test_neither_is_ended_by_the_server(
    server: Engine, readers: World, leave: Callable[[World], None]
) -> None:
    waiting = readers.queue_digest()
    edition, cohort = next_edition(readers)
    with ThreadPoolExecutor(1) as pool:
        with readers.store.write() as tx:
            begin_planning(tx, edition)
            left = pool.submit(leave, readers)
            until_done_or_waiting(left, server)
            everyone = everybody(edition.newsletter_id)
            classes = tx.planning.alike(everyone, {})
            tx.planning.fill(edition.id, everyone, dict.fromkeys(classes, cohort), NOW + HOUR)
        left.result()
    assert readers.standing() is SubscriptionStatus.ENDED
    assert not readers.waits(waiting)


def test_who_unsubscribes_waits_for_nobody_who_plans(readers: World) -> None:
    edition, _ = next_edition(readers)
    with ThreadPoolExecutor(1) as pool, readers.store.write() as tx:
        begin_planning(tx, edition)
        pool.submit(unsubscribe, readers).result(10)


def test_who_failed_is_set_back_before_destinations_are_asked(press: Press) -> None:
    press.post.mail.plan(ADA, AddressRefused("550 nobody here"))
    press.post.mail.plan(BOB, Throttled("421 too much"))
    press.send()
    assert press.standing() == {ADA: DeliveryStatus.FAILED, BOB: DeliveryStatus.PENDING}


def test_planning_is_halted_before_overtaken_mails_are_moved(
    press: Press, statements: list[str]
) -> None:
    press.correct("bridge")
    press.send()
    halted = next(n for n, each in enumerate(statements) if _HALTS.search(each))
    moved = next(n for n, each in enumerate(statements) if each.startswith(_MOVES))
    assert halted < moved


def next_edition(world: World) -> tuple[Edition, int]:
    """Open an edition; return it with a cohort of it."""
    with world.store.write() as tx:
        newsletter = tx.newsletters.get("morning")
        edition = tx.editions.open(newsletter.id, "2026-03-02T07:00", NOW)
        tx.editions.add_wave(edition.id, NOW)
        (wave,) = tx.editions.waves_of(edition.id)
        place = CohortPlace(wave_id=wave.id, edition_id=edition.id)
        return edition, tx.cohorts.ensure(place, (), NOW)


def begin_planning(tx: Transaction, edition: Edition) -> None:
    """Gather all readers of an edition: from then on nobody is set back."""
    tx.editions.share(edition.id)
    everyone = everybody(edition.newsletter_id)
    assert tx.planning.gather(everyone, edition.id, NOW, NOW + HOUR) is not None


def until_done_or_waiting(work: "Future[None]", server: Engine) -> None:
    """Look until somebody waits for somebody, or all is done."""
    with server.connect() as looking:
        while not work.done() and not looking.execute(_WAITING).scalar():
            looking.rollback()
            time.sleep(0.01)
