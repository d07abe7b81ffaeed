"""How is a question made ready once, and then asked at the driver's own pace?

SQLAlchemy writes a statement with an IN anew each time it is run, also where its values never
change; for what is asked for each batch of a million mails that costs more than the answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler

_Process = Callable[[Any], Any]


class Question:
    """A statement with named parameters; its answers are as the driver gives them."""

    def __init__(self, statement: Select[Any] | Update) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def __call__(self, connection: Connection, **given: object) -> CursorResult[Any]:
        """Ask it."""
        if connection.dialect.name not in self._ready:
            self._ready[connection.dialect.name] = self._made_ready(connection.dialect)
        ready = self._ready[connection.dialect.name]
        return connection.exec_driver_sql(ready.text, ready.values(given))

    def _made_ready(self, dialect: Dialect) -> "_Ready":
        compiled = self._statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - of a statement it is
        given = [name for name, parameter in compiled.binds.items() if parameter.required]
        whole = compiled.construct_expanded_state(dict.fromkeys(given))
        fits: dict[str, _Process] = dict(whole.processors)
        for name, parameter in compiled.binds.items():
            process = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            if process:
                fits[name] = process
        own = {name: each for name, each in whole.parameters.items() if name not in given}
        return _Ready(
            text=whole.statement,
            names=whole.positiontup,
            own={name: fits[name](each) if name in fits else each for name, each in own.items()},
            fits=fits,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A statement as one kind of database takes it.

    `own` are the values that it holds itself, `names` what stands where, if values go by
    their places, and `fits` what makes those given fit for the driver.
    """

    text: str
    names: Sequence[str] | None
    own: Mapping[str, Any]
    fits: Mapping[str, _Process]

    def values(self, given: Mapping[str, object]) -> Any:  # noqa: ANN401 - as the driver takes them
        """Return all values as the driver takes them."""
        whole = dict(self.own)
        for name, value in given.items():
            whole[name] = self.fits[name](value) if name in self.fits else value
        return whole if self.names is None else tuple(whole[name] for name in self.names)
