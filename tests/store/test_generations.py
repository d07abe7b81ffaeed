"""Does every thread learn of a commit by another process, whichever of them saw it?"""

from concurrent.futures import Future, ThreadPoolExecutor, wait

from syndicate.store.generations import Generations


class Once:
    """A watch that saw one commit; its first asker is kept from raising the number for a while."""

    def __init__(self) -> None:
        self.generation = 0
        self.other: Future[int] | None = None
        self.pool = ThreadPoolExecutor(1)
        self.ask = Generations(self, lambda: self)
        self.seen = iter([True])

    def changed(self) -> bool:
        """Tell the first asker of the commit."""
        return next(self.seen, False)

    def touch(self) -> None:
        """Have another thread ask in between."""
        self.other = self.pool.submit(self.ask)
        wait([self.other], timeout=0.2)
        self.generation += 1


def test_nobody_is_given_the_old_number_once_anybody_saw_the_commit() -> None:
    once = Once()
    with once.pool:
        assert once.ask() == 1
        assert once.other is not None
        assert once.other.result() == 1
