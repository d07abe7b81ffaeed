"""What did an audit check, how often, and where was it broken?"""

from collections import Counter
from dataclasses import dataclass, field

EXAMPLES = 5


@dataclass(slots=True)
class Findings:
    """Checks made and breaches found, by claim, with some examples of each."""

    checks: Counter[str] = field(default_factory=Counter)
    breaches: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def check(self, claim: str, example: str, *, holds: bool) -> None:
        """Count one check of a claim; `example` tells of it where it does not hold."""
        self.checks[claim] += 1
        if not holds:
            self.breaches[claim] += 1
            kept = self.examples.setdefault(claim, [])
            if len(kept) < EXAMPLES:
                kept.append(example)
