"""How much mail may go to each destination, as the operator wrote it?"""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from syndicate.domain.limits import Limit, Limits
from syndicate.settings.dkim import Domain
from syndicate.settings.section import Section

DEFAULT = "default"


class LimitSection(Section):
    """[mail.limits."gmail.com"]: what one destination takes, and which domains are part of it."""

    per_minute: int | None = Field(default=None, ge=1, le=1_000_000)
    burst: int | None = Field(default=None, ge=1, le=1_000_000)
    connections: int | None = Field(default=None, ge=1, le=64)
    domains: tuple[Domain, ...] = ()

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.per_minute is None and self.connections is None:
            raise ValueError("limits nothing; set per_minute, connections, or both")
        return self

    def limit(self) -> Limit:
        """Return what the destination takes."""
        return Limit(per_minute=self.per_minute, burst=self.burst, connections=self.connections)


def _each_domain_once(sections: Mapping[str, LimitSection]) -> Mapping[str, LimitSection]:
    if sections.get(DEFAULT, LimitSection(connections=1)).domains:
        raise ValueError("default is for all other domains; take its domains out")
    names = [n.lower() for n in sections]
    names += [d.lower() for n, s in sections.items() for d in s.domains if d.lower() != n.lower()]
    for name, count in Counter(names).items():
        if count > 1:
            raise ValueError(f'names "{name}" twice; let it be part of one destination')
    return sections


LimitsByName = Annotated[dict[Domain, LimitSection], AfterValidator(_each_domain_once)]


def limits_of(sections: Mapping[str, LimitSection]) -> Limits:
    """Return the limits that sections say, by the names in small letters."""
    named = {name.lower(): section for name, section in sections.items()}
    default = named.pop(DEFAULT, None)
    return Limits(
        by_name={name: section.limit() for name, section in named.items()},
        parts={d.lower(): name for name, section in named.items() for d in section.domains},
        default=default.limit() if default else None,
    )
