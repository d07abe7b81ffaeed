"""How does a store move into another database, whole or not at all?"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from syndicate.errors import CouldNot
from syndicate.store.engines import Engines, analyze
from syndicate.store.migrate import exclusively, rebuilding
from syndicate.store.pouring import (
    Tell,
    counts,
    keep_numbers,
    pour,
    require_empty,
    require_same_counts,
)
from syndicate.store.rests import Rests
from syndicate.store.tables import metadata

UNVERIFIED = "it is a copy that was not verified to the end"


def copy_into(source: Engines, target: Engines, tell: Tell, now: datetime) -> Mapping[str, int]:
    """Copy every row in one transaction; return how many there are by their tables.

    Both stores are at this program's revision, and nobody else uses either. Mail of the copy
    rests, so that whoever dies before mail of the other one does leaves no two that send. Raises
    Refused for a target that is not empty, CouldNot where it does not take the rows.
    """
    try:
        with source.read.connect() as rows, exclusively(target) as there, rebuilding(there):
            require_empty(there)
            pour(rows, there, tell)
            keep_numbers(rows, there)
            require_same_counts(rows, there)
            copied = counts(rows)
            Rests(there).begin(UNVERIFIED, now)
        with target.write.begin() as there:
            analyze(there, *(table.name for table in metadata.sorted_tables))
    except DBAPIError as error:
        raise CouldNot(
            f"{target.shown_url} does not take all of it: {error.orig}; nothing was changed"
        ) from error
    return copied


def end_rest(target: Engines) -> None:
    """Let mail of a verified copy go out; a rest that was copied stays."""
    with target.write.begin() as there:
        rest = Rests(there).present()
        if rest is not None and rest.why == UNVERIFIED:
            Rests(there).end()
