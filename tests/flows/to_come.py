"""Which programs come after this one? The same, but they know of steps that this one does not."""

from pathlib import Path

from syndicate.app import App
from syndicate.store.migrate import THIS, Program

HERE = Path(__file__).parent
NEXT = Program(head="9001", steps=(*THIS.steps, HERE / "expanded"))
ONE_AFTER = Program(head="9002", steps=(*NEXT.steps, HERE / "contracted"))


class Next(App):
    """The program that follows this one: its step adds to the tables."""

    program = NEXT


class OneAfter(App):
    """The program after that: its step takes something away."""

    program = ONE_AFTER
