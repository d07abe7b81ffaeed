"""What can outsiders hold the site to: its keys, its log of hashes, its articles' histories?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from syndicate.domain.accounts import Account
from syndicate.domain.accounts_of_history import (
    head_account,
    history_account,
    keys_account,
    page_account,
    words_account,
)
from syndicate.domain.log import LINES_ON_A_PAGE, LogHead, LogLine
from syndicate.domain.pages import History, open_words
from syndicate.domain.proofs import PublicKey, Signature, of_chain, of_log
from syndicate.domain.site import Site
from syndicate.errors import NotFound
from syndicate.services.library import PublicArticle
from syndicate.services.transactions import Transactions


class Keys(Protocol):
    """The keys of the site, oldest first; the last one signs."""

    @property
    def public(self) -> Sequence[PublicKey]: ...
    def sign(self, statement: bytes) -> Signature: ...


class Log(Protocol):
    """What attesting asks of the log."""

    def head(self) -> LogHead: ...
    def lines(self, after: int, limit: int) -> Sequence[LogLine]: ...


class Transaction(Protocol):
    """What attesting sees of the store."""

    @property
    def log(self) -> Log: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attest:
    """Tells programs what they need to check the site without trusting it.

    Keys are read anew each time: they may have been renewed.
    """

    transactions: Transactions[Transaction]
    keys: Callable[[], Keys]
    site: Site

    def public_keys(self) -> Account:
        """Return every key that the site ever signed with."""
        return keys_account(self.keys().public)

    def head(self) -> Account:
        """Return how long the log is, signed."""
        with self.transactions.read() as tx:
            head = tx.log.head()
        return head_account(head, self.keys().sign(of_log(head)))

    def page(self, number: int) -> Account:
        """Return a page of the log; pages count from 1. Raises NotFound."""
        with self.transactions.read() as tx:
            lines = tx.log.lines((number - 1) * LINES_ON_A_PAGE, LINES_ON_A_PAGE)
        if not lines:
            raise NotFound(f"the log has no page {number}")
        return page_account(number, lines)

    def history(self, history: History) -> Account:
        """Return an article's history; the link of its newest revision is signed."""
        if history.withdrawn:
            return history_account(history, self.site, None)
        newest = history.entries[-1]
        statement = of_chain(history.id, newest.number, newest.chain_hash)
        return history_account(history, self.site, self.keys().sign(statement))

    def words(self, public: PublicArticle, number: int) -> Account:
        """Return a revision's words and salt. Raises NotFound where not everybody may have them."""
        for revision in public.revisions:
            if revision.number == number and open_words(public.article, revision, public.shows):
                return words_account(revision)
        raise NotFound(f"{public.article.slug!r} shows no words of revision {number}")
