"""How are put together the use cases that tell programs outside of what changed?"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cached_property, partial
from random import SystemRandom

from syndicate.app.publishing import Publishing
from syndicate.domain.errands import Part, host_of
from syndicate.domain.websub import Lease
from syndicate.render.feed_documents import FeedRenderer
from syndicate.services.ask_hub import AskHub
from syndicate.services.call_webhooks import CallWebhooks
from syndicate.services.fan_out import FanOut
from syndicate.services.kinds_of_errands import Errands, Kind
from syndicate.services.ping_hubs import PingHubs
from syndicate.services.run_errands import RunErrands
from syndicate.services.run_parts import PARTS, TURN_SECONDS, RunParts, ShareOut
from syndicate.services.show_errands import ShowErrands
from syndicate.services.trace import Trace
from syndicate.services.verify_intents import VerifyIntents
from syndicate.store.generations import Generations
from syndicate.store.watcher import Watcher
from syndicate.transports.egress import Egress

_TURN = "errands"
_ASKED_AN_HOUR, _ASKED_A_DAY = 600, 5_000


class Telling(Publishing):
    """What is done with the hub, outside hubs and webhooks."""

    @cached_property
    def lease(self) -> Lease:
        """For how long subscriptions of the hub hold."""
        days = self.settings.websub
        usual, longest = timedelta(days=days.lease_days), timedelta(days=days.longest_lease_days)
        return Lease(usual=min(usual, longest), longest=longest)

    @cached_property
    def ask_hub(self) -> AskHub:
        """Keeps what is asked of the hub."""
        return AskHub(
            transactions=self.store,
            serve=self.serve_feed,
            clock=self.clock,
            trace=self.tokens.trace,
            most_per_host=self.settings.websub.most_per_host,
        )

    @cached_property
    def hub_trace(self) -> Trace:
        """Counts what is asked of the hub from each network."""
        return Trace(
            transactions=self.store,
            clock=self.clock,
            tokens=self.tokens,
            purpose="hub",
            most_an_hour=_ASKED_AN_HOUR,
            most_a_day=_ASKED_A_DAY,
        )

    @cached_property
    def run_errands(self) -> RunErrands:
        """Makes the requests that are owed to programs outside."""
        return RunErrands(
            kinds=[*self._to_named, *self._to_strangers(self.fan_out, self.verify_intents)],
            turn=partial(self._turn, _TURN),
            clock=self.clock,
            connections=self.settings.websub.connections,
            per_host=self.settings.websub.per_host,
        )

    @cached_property
    def run_parts(self) -> RunParts:
        """Makes them part by part, where several workers do."""
        join = ShareOut(transactions=self.store, clock=self.clock)
        parts = []
        for number in range(PARTS):
            part = Part(number, PARTS, self._named_hosts)
            fan_out = replace(self.fan_out, part=part, join=join)
            kinds = self._to_strangers(fan_out, replace(self.verify_intents, part=part))
            turn = partial(self._turn, f"{_TURN}-{number}")
            parts.append(replace(self.run_errands, kinds=kinds, turn=turn, seconds=TURN_SECONDS))
        first = replace(parts[0], kinds=[*self._to_named, *parts[0].kinds])
        first = replace(first, turn=self.run_errands.turn)  # that of whoever knows of no parts
        return RunParts(parts=[first, *parts[1:]])

    # Together subscribers, and those who only ask to be, never have all connections, and who
    # only ask never have all of those to one host; and what the operator allows for programs
    # of his own is not allowed to strangers.

    @property
    def _named_hosts(self) -> tuple[str, ...]:
        """Return whose limits hold for what we owe to them as webhooks and outside hubs, too."""
        urls = (*self.site.hubs, *(webhook.url for webhook in self.webhooks))
        return tuple(sorted({host_of(url) for url in urls}))

    @property
    def _to_named(self) -> Sequence[Kind]:
        """Return what we owe to whom the operator named: they come first."""
        websub, named = self.settings.websub, Egress(self.settings.egress.networks)
        owed = (self.call_webhooks, self.ping_hubs)
        return [_kind(each, named, websub.connections, websub.per_host) for each in owed]

    def _to_strangers(self, fan_out: FanOut, intents: VerifyIntents) -> Sequence[Kind]:
        """Return what we owe to subscribers, and to those who ask to be."""
        connections, per_host = self.settings.websub.connections, self.settings.websub.per_host
        strangers = Egress(self.settings.egress.callbacks, setting="allow_callbacks")
        few = max(1, per_host // 4)
        return [
            _kind(fan_out, strangers, connections * 5 // 8, per_host),
            _kind(intents, strangers, connections // 4, few),
        ]

    @cached_property
    def ping_hubs(self) -> PingHubs:
        """Tells outside hubs."""
        chance = SystemRandom().random
        return PingHubs(transactions=self.store, site=self.site, chance=chance)

    @cached_property
    def verify_intents(self) -> VerifyIntents:
        """Asks callbacks whether they meant it."""
        return VerifyIntents(
            transactions=self.store,
            serve=self.serve_feed,
            site=self.site,
            challenge=secrets.token_urlsafe,
            chance=SystemRandom().random,
        )

    @cached_property
    def fan_out(self) -> FanOut:
        """Tells subscribers of the hub."""
        return FanOut(
            transactions=self.store,
            serve=self.serve_feed,
            generation=Generations(self.store, lambda: self._watch),
            site=self.site,
            hub=self.site.url("/hub"),
            chance=SystemRandom().random,
        )

    @cached_property
    def call_webhooks(self) -> CallWebhooks:
        """Tells webhooks."""
        return CallWebhooks(
            transactions=self.store,
            webhooks={webhook.name: webhook for webhook in self.webhooks},
            renderer=FeedRenderer(self.site),
            policy=self.policy,
            site=self.site,
            clock=self.clock,
            chance=SystemRandom().random,
        )

    @cached_property
    def show_errands(self) -> ShowErrands:
        """Lists what programs outside are told."""
        names = {webhook.name for webhook in self.webhooks}
        return ShowErrands(transactions=self.store, webhooks=names, clock=self.clock)

    @cached_property
    def _watch(self) -> Watcher:
        watch = self.watcher()
        self._leaving.callback(watch.close)
        return watch

    @contextmanager
    def _turn(self, name: str) -> Iterator[Callable[[], bool]]:
        with self.locks.hold(name, over=self._stopping.is_set) as still:
            yield still


def _kind(errands: Errands, egress: Egress, connections: int, per_host: int) -> Kind:
    return Kind(errands=errands, egress=egress, connections=connections, per_host=per_host)
