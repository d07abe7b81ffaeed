"""Is everything in order? Each thing is looked at, whatever is wrong with the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from syndicate.domain.findings import Finding, Order
from syndicate.errors import SyndicateError, Temporary


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOver:
    """Looks at everything. A look returns what it found, or raises what is wrong."""

    looks: Mapping[str, Callable[[], str]]
    passing: frozenset[str]

    def __call__(self) -> Sequence[Finding]:
        """Return a finding a look; what is only away for now is a warning for `passing` ones."""
        return [self._find(what, look) for what, look in self.looks.items()]

    def _find(self, what: str, look: Callable[[], str]) -> Finding:
        try:
            return Finding(what=what, order=Order.OK, told=look())
        except SyndicateError as error:
            away = what in self.passing and isinstance(error, Temporary)
            order = Order.WARNING if away else Order.FAULT
            return Finding(what=what, order=order, told=str(error))
