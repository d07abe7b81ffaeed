"""Is a person forgotten who asks for it, and nothing else?"""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import sent
from syndicate.domain.forgetting import Forgotten
from syndicate.domain.intake import Applicant
from syndicate.domain.intake import Outcome as Taken
from syndicate.domain.wishes import Wishes
from syndicate.errors import NotFound, Refused
from syndicate.importers.addresses import read_address
from syndicate.services.forget import Allow, Forget
from syndicate.services.take_in import TakeIn, Wish
from syndicate.store.tables import metadata
from syndicate.store.unit_of_work import Store
from tests.services.readers import ADA, SITE, Letters, World

BOB = "bob@example.org"


@pytest.fixture(autouse=True)
def audience(world: World) -> None:
    """Add a newsletter with two readers."""
    world.newsletter()
    for email in (ADA, BOB):
        world.subscribe.add(email, "morning", confirmed=True)


def forget(
    world: World,
    email: str = ADA,
    mails: int = 0,
    settle: Callable[[], object] = lambda: None,
) -> Forgotten:
    return Forget(
        transactions=world.store,
        clock=world.clock,
        tokens=world.tokens,
        read_address=read_address,
        settle=settle,
        sweep=lambda _: mails,
    )(email)


def allow(world: World, email: str = ADA) -> str:
    service = Allow(transactions=world.store, tokens=world.tokens, read_address=read_address)
    return service(email)


def everything(store: Store) -> Iterator[str]:
    """Yield every value of every table."""
    with store.read() as tx:
        for table in metadata.sorted_tables:
            for row in tx.connection.execute(select(table)):
                yield from map(str, row)


def test_no_table_holds_the_address_any_more(world: World) -> None:
    digest = world.queue_digest()
    with world.store.write() as tx:
        batch = tx.batches.open("w", world.clock.now())
        tx.deliveries.claim(batch, 9, world.clock.now())
        outcome = sent(f"250 queued for {ADA}", f"<1.{ADA}>")
        tx.deliveries.settle(batch, {digest: outcome}, world.clock.now())
    assert any(ADA in value for value in everything(world.store))
    assert forget(world, mails=2) == Forgotten(known=True, consents=1, deliveries=1, mails=2)
    assert not any(ADA in value for value in everything(world.store))
    assert any(BOB in value for value in everything(world.store))


def test_what_journals_of_dead_workers_tell_is_forgotten_too(world: World) -> None:
    """They are taken into the store before it is erased: what servers replied goes with it."""
    digest = world.queue_digest()

    def settle() -> None:
        with world.store.write() as tx:
            batch = tx.batches.open("dead", world.clock.now())
            tx.deliveries.claim(batch, 9, world.clock.now())
            outcome = sent(f"250 queued for {ADA}", f"<1.{ADA}>")
            tx.deliveries.settle(batch, {digest: outcome}, world.clock.now())

    assert forget(world, settle=settle).deliveries == 1
    assert not any(ADA in value for value in everything(world.store))


def test_what_was_wished_is_forgotten(world: World) -> None:
    with world.store.write() as tx:
        number = tx.subscribers.by_email(ADA).id
        tx.subscribers.wish(number, Wishes(sections=("harbour",), plain_text=True))
    forget(world)
    with world.store.read() as tx:
        left = tx.subscribers.by_id(number)
    assert (left.sections, left.plain_text) == ((), False)


def test_what_waits_to_be_sent_is_cancelled(world: World) -> None:
    waiting, other = world.queue_digest(), world.queue_digest(email=BOB)
    forget(world)
    assert (world.waits(waiting), world.waits(other)) == (False, True)


def test_nobody_brings_a_forgotten_address_back(world: World) -> None:
    forget(world)
    world.subscribe.ask(ADA, "morning", how="page")
    with pytest.raises(Refused, match="syndicate subscriber allow ada@"):
        world.subscribe.add(ADA, "morning", confirmed=True)
    take_in = TakeIn(
        transactions=world.store,
        clock=world.clock,
        site=SITE,
        tokens=world.tokens,
        letters=Letters(),
    )
    wish = Wish(newsletters=("morning",), confirmed=True, source="old.csv")
    (taken,) = take_in([Applicant(line=2, email=ADA)], wish)
    assert +taken.outcomes == {Taken.SUPPRESSED: 1}
    assert not any(ADA in value for value in everything(world.store))
    assert world.mails() == []


def test_links_of_old_mails_still_answer(world: World) -> None:
    token = world.unsubscribe_token()
    forget(world)
    assert world.subscribe.unsubscribe(token).name == "morning"


def test_a_second_time_and_a_stranger_are_forgotten_too(world: World) -> None:
    assert forget(world).known
    assert forget(world, mails=1) == Forgotten(known=False, mails=1)
    forget(world, "eve@example.org")
    with pytest.raises(Refused):
        world.subscribe.add("eve@example.org", "morning", confirmed=True)


def test_who_changes_his_mind_is_let_back_and_starts_anew(world: World) -> None:
    forget(world)
    assert allow(world, "Ada@Example.org") == ADA
    assert world.standing() is None
    world.subscribe.ask(ADA, "morning", how="page")
    assert world.standing() is SubscriptionStatus.PENDING
    with pytest.raises(NotFound, match="nothing bars"):
        allow(world)


def test_other_bars_are_lifted_too(world: World) -> None:
    world.suppress(BOB)
    allow(world, BOB)
    world.subscribe.add(BOB, "morning", confirmed=True)
