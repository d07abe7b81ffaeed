"""Are errands taken from the store many at a time, handed out fairly, and never held for long?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from syndicate.domain.errands import Errand, Request
from syndicate.services.kinds_of_errands import Result
from syndicate.services.shelves import ASKED_AFTER, HELD, LONGEST_RUN, SHORTEST_RUN, TAKEN, Shelf

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Owed:
    """Errands that stay owed: of so many to each host."""

    hosts: dict[str, int]
    asked: list[tuple[set[int], set[str]]] = field(default_factory=list)

    def due(self, now: datetime) -> bool:
        """Say so."""
        del now
        return True

    def take(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Errand[int]]:
        """Return some, host by host."""
        del now
        self.asked.append((set(busy), set(full)))
        names = [host for host, many in self.hosts.items() for _ in range(many)]
        every = [Errand(id=n, host=host, about=n) for n, host in enumerate(names)]
        free = [each for each in every if each.id not in busy and each.host not in full]
        return free[:limit]

    def request(self, errand: Errand[int]) -> Request | None:
        """Ask nothing."""
        del errand
        return None

    def settle(self, results: Sequence[Result], now: datetime) -> None:
        """Forget it."""
        del results, now


class Watch:
    """A watch that the test sets."""

    moment = 100.0

    def __call__(self) -> float:
        """Return the moment."""
        return self.moment


def shelf_of(**hosts: int) -> tuple[Shelf, Owed, Watch]:
    owed, watch = Owed(hosts), Watch()
    return Shelf(errands=owed, moment=watch), owed, watch


def idle(_: str) -> int | None:
    """Tell that a host has no runs."""
    return 0


def only_b(host: str) -> int | None:
    """Tell that every host but one is full."""
    return 0 if host == "b" else None


def fill(shelf: Shelf, *full: str, at_once: bool = False) -> bool:
    return shelf.fill(full, NOW, at_once=at_once)


def test_the_store_is_asked_once_for_many_runs() -> None:
    shelf, owed, _ = shelf_of(a=TAKEN)
    fill(shelf)
    lengths = [len(shelf.run(idle, 1)) for _ in range(TAKEN // LONGEST_RUN + 1)]
    assert lengths == [LONGEST_RUN] * (TAKEN // LONGEST_RUN) + [0]
    assert len(owed.asked) == 1


def test_connections_that_are_free_share_what_waits_but_not_in_crumbs() -> None:
    shelf, _, _ = shelf_of(a=40)
    fill(shelf)
    assert len(shelf.run(idle, 4)) == 10
    assert len(shelf.run(idle, 10)) == SHORTEST_RUN


def test_a_run_is_to_one_host_and_to_the_one_with_the_fewest_runs() -> None:
    shelf, _, _ = shelf_of(a=3, b=3)
    fill(shelf)
    run = shelf.run({"a": 2, "b": 1}.get, 1)
    assert [each.host for each in run] == ["b"] * 3


def test_a_host_that_is_full_holds_no_other_up() -> None:
    shelf, owed, _ = shelf_of(a=TAKEN, b=2)
    fill(shelf)
    assert shelf.run(only_b, 1) == []
    assert fill(shelf, "a")
    assert [each.host for each in shelf.run(only_b, 1)] == ["b", "b"]
    assert owed.asked[-1] == (set(range(TAKEN)), {"a"})


def test_what_is_under_way_is_not_taken_again() -> None:
    shelf, owed, _ = shelf_of(a=3)
    fill(shelf)
    shelf.run(idle, 1)
    assert not fill(shelf)
    assert owed.asked[-1][0] == {0, 1, 2}
    shelf.under_way.clear()
    assert fill(shelf, at_once=True)


def test_what_was_held_for_a_moment_is_taken_anew() -> None:
    shelf, owed, watch = shelf_of(a=3)
    fill(shelf)
    watch.moment += HELD + 0.1
    assert shelf.run(idle, 1) == []
    owed.hosts["a"] = 2
    fill(shelf)
    assert len(shelf.run(idle, 1)) == 2


def test_where_nothing_was_due_nobody_asks_for_a_moment_unless_it_must_be_known() -> None:
    shelf, owed, watch = shelf_of()
    asked = [fill(shelf), fill(shelf), fill(shelf, at_once=True)]
    watch.moment += ASKED_AFTER
    assert (asked, fill(shelf), len(owed.asked)) == ([False] * 3, False, 3)
