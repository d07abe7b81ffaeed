"""The mails of a batch are looked up together, whichever of them is asked for first."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from syndicate.domain.deliveries import Clearance
from syndicate.services.looks import AHEAD, MOST_AHEAD, Looks

NUMBERS = range(1, MOST_AHEAD + 1)


@dataclass
class Store:
    """Keeps which mails were looked up together, the first and the last; `news` ends a look."""

    asked: list[tuple[int, int]] = field(default_factory=list)
    news: bool = False
    held: bool = True

    @property
    def deliveries(self) -> "Store":
        """Return what is asked."""
        return self

    def clearances(self, delivery_ids: Sequence[int]) -> Mapping[int, Clearance]:
        """Let all of them go."""
        self.asked.append((delivery_ids[0], delivery_ids[-1]))
        return dict.fromkeys(delivery_ids, Clearance.GO)

    @contextmanager
    def read(self) -> Iterator["Store"]:
        """Give a view."""
        yield self

    write = read

    def changed(self) -> bool:
        """Tell, once, whether anything was committed."""
        told, self.news = self.news, False
        return told

    def close(self) -> None:
        """End the watch."""


def looks_into(store: Store) -> Looks:
    """Return looks after a whole batch, by a clock that stands still."""
    return Looks(store, store, NUMBERS, lambda: 0.0)


def test_a_batch_is_looked_up_once_though_what_comes_later_is_announced_first() -> None:
    store = Store()
    looks = looks_into(store)
    looks.last(5)
    for number in NUMBERS:
        looks.now(number)
    assert store.asked == [(1, MOST_AHEAD)]


def test_after_news_it_is_looked_from_where_the_sender_is() -> None:
    store = Store()
    looks = looks_into(store)
    looks.now(20)
    store.news = True
    looks.now(21)
    looks.last(21 + AHEAD - 1)
    assert store.asked == [(20, MOST_AHEAD), (21, 21 + AHEAD - 1)]


def test_what_is_further_ahead_than_is_looked_is_found_all_the_same() -> None:
    store = Store(news=True)
    looks = looks_into(store)
    looks.now(1)
    assert looks.last(4 * AHEAD) is Clearance.GO
    assert store.asked == [(1, AHEAD), (2 * AHEAD + 1, 4 * AHEAD)]


def test_what_was_committed_before_the_first_look_costs_no_second_one() -> None:
    store = Store(news=True)
    looks = looks_into(store)
    looks.foresee()
    assert looks.unchanged()
    looks.now(1)
    assert store.asked == [(1, AHEAD)]


def test_what_is_committed_after_the_first_look_has_all_looked_at_again() -> None:
    store = Store()
    looks = looks_into(store)
    looks.foresee()
    store.news = True
    assert not looks.unchanged()
    assert not looks.unchanged()
    looks.now(1)
    assert store.asked == [(1, MOST_AHEAD), (1, AHEAD)]
