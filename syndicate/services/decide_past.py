"""What does each new state of a story do? Worked out without the store, perhaps ahead of time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from syndicate.domain.articles import Content
from syndicate.domain.histories import PastState, Told
from syndicate.domain.replaying import Stand, Step, next_step, stand_after
from syndicate.errors import SyndicateError
from syndicate.services.recognise import Known

C = TypeVar("C")
J = TypeVar("J")
R = TypeVar("R")


class ReadState(Protocol):
    """Understands the text of a state; nothing that is broken raises."""

    def __call__(
        self, state: PastState, *, before: Content | None, section: str | None
    ) -> Told: ...


class Ahead(Protocol):
    """Does pieces of work in their order, perhaps before they are asked for.

    Each comes with what belongs to it here, and brings it back; one that is None is none.
    """

    def __call__(
        self, work: Callable[[J], R], pieces: Iterable[tuple[C, J | None]]
    ) -> Iterator[tuple[C, R | None]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the new states of a story do, and how it stands after them."""

    steps: tuple[Step, ...]
    stand: Stand


def decide(read_state: ReadState, section: str | None, known: Known) -> Decided | SyndicateError:
    """Decide what each new state does. No transaction is open: long texts take a while."""
    steps, stand = [], known.stand
    try:
        for state in known.new:
            silent = state.text is None or stand.shows(state)
            told = None if silent else read_state(state, before=stand.content, section=section)
            step = next_step(stand, state, told)
            steps.append(step)
            stand = stand_after(stand, step)
    except SyndicateError as error:
        return error
    return Decided(steps=tuple(steps), stand=stand)


def one_by_one(
    work: Callable[[J], R], pieces: Iterable[tuple[C, J | None]]
) -> Iterator[tuple[C, R | None]]:
    """Do each piece of work as it is asked for."""
    for own, job in pieces:
        yield own, None if job is None else work(job)
