"""What would a change of an article do, to feeds, digests and readers?

All of it is done, and undone: what is foretold is what would happen.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.changes import Policy
from syndicate.domain.feeds import SITE_FEEDS, Feed, revised_slug
from syndicate.domain.foretelling import Foretold, foretell
from syndicate.services import candidates, carry_out, foresee, open_notices
from syndicate.services.carry_out import OpenNotice, write
from syndicate.services.foresee import Foresee
from syndicate.services.revise import Drafts, Proposal
from syndicate.services.transactions import Trials


class Articles(carry_out.Articles, foresee.Articles, Protocol):
    """What rehearsing asks of the articles."""


class Revisions(carry_out.Revisions, foresee.Revisions, Protocol):
    """What rehearsing asks of the revisions."""


class Outbox(carry_out.Outbox, candidates.Outbox, Protocol):
    """What rehearsing asks of the outbox."""


class Members(Protocol):
    """What rehearsing asks of the feeds."""

    def feed(self, name: str) -> Feed | None: ...


class Transaction(open_notices.Transaction, foresee.UnchangedTransaction, Protocol):
    """What rehearsing sees of the store."""

    @property
    def members(self) -> Members: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def outbox(self) -> Outbox: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearse:
    """Tells what a proposal would do; nothing is changed."""

    transactions: Trials[Transaction]
    policy: Policy
    clock: Clock
    open_notice: OpenNotice
    foresee: Foresee

    def __call__(self, proposal: Proposal) -> Foretold:
        """Return every effect. Raises what the decision refuses with."""
        with self.transactions.trial() as tx:
            return self._foretell(tx, proposal, self.clock.now())

    def _foretell(self, tx: Transaction, proposal: Proposal, now: datetime) -> Foretold:
        article = tx.articles.lock(proposal.slug)
        before = self.foresee.outlooks(tx, article.id, now)
        if before.notices:
            tx.planning.halt()
        history = tx.revisions.of(article.id)
        publication = proposal.decide(tx, article, now)
        served = partial(_served, tx)
        foretold = foretell(article, history, publication, proposal.what, self.policy, served)
        notice = write(tx, publication, proposal, self.open_notice, now)
        unsent = self.foresee.notices(tx, article.id, before)
        tellings = self.foresee.tellings(tx, article.id, before, now)
        return replace(foretold, notice=notice, tellings=tellings, unsent=unsent)


def _served(tx: Transaction, name: str) -> bool:
    return name in SITE_FEEDS or revised_slug(name) is not None or tx.members.feed(name) is not None
