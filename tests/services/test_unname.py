"""What destinations said before addresses were left out names nobody after the next tick."""

from syndicate.domain.destinations import Destination
from syndicate.services.unname import Unname
from syndicate.store.unit_of_work import Store
from tests.services.breaking_off import Watched
from tests.services.press import DAY, MONDAY

ADA = "ada@example.org"
SAID = f"450 4.2.1 <{ADA}>: slow down"
NAMELESS = "450 4.2.1 <…@example.org>: slow down"


def test_what_was_kept_with_an_address_is_kept_without_it(store: Store) -> None:
    with store.write() as tx:
        tx.destinations.locked(["example.org", "example.net"])
        tx.destinations.save(
            [
                Destination(name="example.org", trips=2, since=MONDAY, said=SAID),
                Destination(name="example.net", trips=1, said="451 busy"),
            ]
        )
        tx.alarms.begin("held back example.org", f"It said: {SAID}", MONDAY)
        tx.alarms.begin("disk /", "It is filling.", MONDAY)
    for _ in range(2):
        Unname(transactions=store)()
        with store.read() as tx:
            assert tx.destinations.troubled() == [
                Destination(name="example.net", trips=1, said="451 busy"),
                Destination(name="example.org", trips=2, since=MONDAY, said=NAMELESS),
            ]
            words = [alarm.words for alarm in tx.alarms.all()]
            assert words == ["It is filling.", f"It said: {NAMELESS}"]


def test_an_alarm_that_is_told_again_meanwhile_is_left_as_it_is_told(store: Store) -> None:
    with store.write() as tx:
        tx.alarms.begin("held back example.org", f"It said: {SAID}", MONDAY)

    def tell_again() -> None:
        with store.write() as tx:
            (alarm,) = tx.alarms.all()
            assert tx.alarms.again(alarm, "It said: 451 busy", MONDAY + DAY)

    Unname(transactions=Watched(store, {1: tell_again}))()
    with store.read() as tx:
        assert [alarm.words for alarm in tx.alarms.all()] == ["It said: 451 busy"]
