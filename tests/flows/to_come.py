"""Which programs come after this one? The same, but they know of steps that this one does not."""

from functools import cached_property
from pathlib import Path

from syndicate.app import App
from syndicate.store.engines import Engines, open_engines
from syndicate.store.in_use import in_use
from syndicate.store.migrate import THIS, Program, enter

HERE = Path(__file__).parent
NEXT = Program(head="9001", steps=(*THIS.steps, HERE / "expanded"))
ONE_AFTER = Program(head="9002", steps=(*NEXT.steps, HERE / "contracted"))


class Next(App):
    """The program that follows this one: its step adds to the tables."""

    program = NEXT

    @cached_property
    def engines(self) -> Engines:
        """The database, brought to that program's revision."""
        engines = open_engines(self.settings.store_url, self.program.head)
        self._leaving.enter_context(in_use(engines))
        enter(engines, self.program)
        return engines


class OneAfter(Next):
    """The program after that: its step takes something away."""

    program = ONE_AFTER
