"""How do feeds get into a folder as files, and stay as they are served?

A folder holds what another program serves: every document of every feed, as it is and in
every encoding. It says up to which change it was written; whatever changed since is written
again. One interrupted goes on from there, since its mark comes last. A mark beyond the newest
change, or a leap behind it, is of another store or of another life of this one: everything is
written again then.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.domain.archives import documents
from syndicate.domain.feeds import LEAP, SITE_FEEDS, FeedDocument, FeedFormat, document_path
from syndicate.services.transactions import Transactions


class Ends(Protocol):
    """What exporting asks of the feeds' contents."""

    def ends(self) -> Mapping[str, int]: ...


class FeedChanges(Protocol):
    """What exporting asks of the changes of documents."""

    def newest(self) -> int: ...
    def since(self, number: int) -> Sequence[str]: ...


class Transaction(Protocol):
    """What exporting sees of the store."""

    @property
    def members(self) -> Ends: ...
    @property
    def feed_changes(self) -> FeedChanges: ...


class Tree(Protocol):
    """A folder that one exporter at a time writes into."""

    @property
    def mark(self) -> int | None: ...
    def write(self, path: str, variants: Mapping[str, bytes], changed: datetime) -> None: ...
    def remove(self, path: str) -> None: ...
    def finish(self, mark: int, *, prune: bool) -> None: ...


class Folder(Protocol):
    """Where feeds are kept as files."""

    def turn(self) -> AbstractContextManager[Tree]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFeeds:
    """Writes what changed since the folder's mark, or everything. Twice has the effect of once.

    `encoders` compress, by the suffix of the file that results.
    """

    transactions: Transactions[Transaction]
    find: Callable[[str, FeedFormat], object]
    encoders: Mapping[str, Callable[[bytes], bytes]]
    folder: Folder

    def __call__(self, *, everything: bool = False) -> Iterator[tuple[int, int]]:
        """Yield how many documents are done, of how many. Raises Temporary without room."""
        with self.folder.turn() as tree:
            mark = None if everything else tree.mark
            with self.transactions.read() as tx:
                newest = tx.feed_changes.newest()
                whole = mark is None or not 0 <= newest - mark < LEAP // 2
                names = _all(tx) if whole else tx.feed_changes.since(mark or 0)
            for done, name in enumerate(names, 1):
                for format_ in FeedFormat:
                    self._export(tree, name, format_)
                yield done, len(names)
            if whole or mark != newest:
                tree.finish(newest, prune=whole)

    def _export(self, tree: Tree, name: str, format_: FeedFormat) -> None:
        path, found = document_path(name, format_), self.find(name, format_)
        if isinstance(found, FeedDocument):
            plain = {"": found.body}
            packed = {suffix: encode(found.body) for suffix, encode in self.encoders.items()}
            tree.write(path, plain | packed, found.last_modified)
        else:
            tree.remove(path)


def _all(tx: Transaction) -> Sequence[str]:
    ends = dict.fromkeys(SITE_FEEDS, 0) | dict(tx.members.ends())
    return [name for feed, end in ends.items() for name in documents(feed, end)]
