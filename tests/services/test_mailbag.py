"""Are answers handed over some at a time, in order, and never too many?"""

from concurrent.futures import ThreadPoolExecutor

from syndicate.services.mailbag import Mailbag

LONG = 30.0


def test_what_was_put_in_is_taken_out_together_and_in_order() -> None:
    bag: Mailbag[int] = Mailbag(most=3)
    for number in range(3):
        bag.put(number)
    assert bag.take(LONG) == [0, 1, 2]
    assert bag.take(0) == []


def test_whoever_brings_more_than_fits_waits_until_it_was_taken_out() -> None:
    bag: Mailbag[int] = Mailbag(most=2)

    def bring() -> None:
        for number in range(5):
            bag.put(number)

    with ThreadPoolExecutor(1) as pool:
        brought = pool.submit(bring)
        taken = [bag.take(LONG) for _ in range(2)]
        assert taken == [[0, 1], [2, 3]]
        brought.result(LONG)
    assert bag.take(0) == [4]


def test_what_is_urgent_waits_for_nothing_more_and_for_no_room() -> None:
    bag: Mailbag[str] = Mailbag(most=2)
    bag.put("one")
    bag.put_urgently("over")
    assert bag.take(LONG) == ["one", "over"]
    for word in ("one", "two"):
        bag.put(word)
    bag.put_urgently("over")
    assert bag.take(LONG) == ["one", "two", "over"]


def test_nobody_waits_for_a_bag_that_was_closed() -> None:
    bag: Mailbag[int] = Mailbag(most=1)
    bag.put(0)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(bag.put, 1)
        bag.close()
        waiting.result(LONG)
    bag.put(2)
