"""What destinations said before addresses were left out names nobody after the next tick."""

from syndicate.domain.destinations import Destination
from syndicate.services.unname import Unname
from syndicate.store.unit_of_work import Store
from tests.services.press import MONDAY

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
