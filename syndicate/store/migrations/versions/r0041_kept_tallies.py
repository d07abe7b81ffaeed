"""What does this step change? PostgreSQL keeps count of how the mails of an edition stand.

Triggers write, with each statement, how many mails of which edition or notice came to stand how
(0076): to ask a million mails takes a third of a second. Whoever writes the ledger is counted,
programs before this step too. Once an edition, a notice or a cohort has come to its end, what was
written of it is added up. This step counts the whole ledger once, while nobody else writes it.
On SQLite rows are counted: a trigger would be run for each of them.
"""

from collections.abc import Iterator, Mapping

from alembic import op

revision = "0041"
down_revision = "0039"

_TABLE = """
    CREATE TABLE ledger_tallies (
        edition_id BIGINT,
        notice_id BIGINT,
        status VARCHAR NOT NULL,
        settled TIMESTAMP WITH TIME ZONE,
        number BIGINT NOT NULL
    )
"""
_COLUMNS = "edition_id, notice_id, status, settled"
_OUTSIDE = "edition_id IS NULL AND notice_id IS NULL"
_COUNTED = f"NOT ({_OUTSIDE}) OR status IN ('failed', 'cancelled', 'in-doubt')"
_SETTLED = "CASE WHEN status = 'sent' THEN settled END"
_EVER = "CAST(NULL AS TIMESTAMP WITH TIME ZONE)"
_EACH = """
    SELECT edition_id, notice_id, status, {settled} AS settled, {number} AS number
    FROM {rows} WHERE {counted}
"""
_MOVED = """
    INSERT INTO ledger_tallies ({columns}, number)
    SELECT {columns}, sum(number) FROM ({rows}) AS moved
    GROUP BY {columns} HAVING sum(number) <> 0;
"""
_ADDED_UP = """
    WITH gone AS (DELETE FROM ledger_tallies WHERE {which} RETURNING *)
    INSERT INTO ledger_tallies (edition_id, notice_id, status, number)
    SELECT edition_id, notice_id, status, sum(number) FROM gone
    GROUP BY edition_id, notice_id, status HAVING sum(number) <> 0;
"""
_EVENTS = {
    "added": ("INSERT", "NEW TABLE AS added", {"added": 1}, _SETTLED),
    "changed": (
        "UPDATE",
        "OLD TABLE AS gone NEW TABLE AS added",
        {"gone": -1, "added": 1},
        _SETTLED,
    ),
    "deleted": ("DELETE", "OLD TABLE AS gone", {"gone": -1}, _EVER),
}
_ENDS = {
    "editions": (
        "status",
        "NEW.status IN ('sent', 'empty', 'missed', 'cancelled')",
        "edition_id = NEW.id",
    ),
    "notices": ("status", "NEW.status IN ('sent', 'withdrawn')", "notice_id = NEW.id"),
    "cohorts": (
        "compacted",
        "NEW.compacted IS NOT NULL",
        "edition_id = NEW.edition_id OR notice_id = NEW.notice_id",
    ),
}


def upgrade() -> None:
    """Keep count from now on, and of what is there."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_TABLE)
        for owner in ("edition", "notice"):
            op.execute(
                f"CREATE INDEX ix_ledger_tallies_{owner} ON ledger_tallies ({owner}_id)"
                f" WHERE {owner}_id IS NOT NULL"
            )
        for statement in (*_functions(), *counting()):
            op.execute(statement)
        op.execute(_moved({"deliveries": 1}, _EVER))
        for statement in _keeping():
            op.execute(statement)


def counting() -> Iterator[str]:
    """Give what has the mails that a statement adds, changes or deletes counted."""
    for name, (event, rows, *_) in _EVENTS.items():
        yield (
            f"CREATE TRIGGER {name}_tallied AFTER {event} ON deliveries REFERENCING {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION syndicate_{name}_tallied()"
        )


def _keeping() -> Iterator[str]:
    """Give what has tallies added up, and what lets nobody but the ledger write them.

    A dump of rows alone has them, too: where it is loaded, the ledger's own rows are counted.
    """
    for table, (column, ended, _) in _ENDS.items():
        yield (
            f"CREATE TRIGGER {table}_added_up AFTER UPDATE OF {column} ON {table} FOR EACH ROW"
            f" WHEN ({ended}) EXECUTE FUNCTION syndicate_{table}_added_up()"
        )
    yield (
        "CREATE TRIGGER tallies_kept BEFORE INSERT ON ledger_tallies FOR EACH ROW"
        " WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION syndicate_tallies_kept()"
    )


def _functions() -> Iterator[str]:
    for name, (_, _, numbers, settled) in _EVENTS.items():
        yield _function(f"syndicate_{name}_tallied", _moved(numbers, settled))
    for table, (_, _, which) in _ENDS.items():
        yield _function(f"syndicate_{table}_added_up", _ADDED_UP.format(which=which))
    yield _function("syndicate_tallies_kept", "")


def _moved(numbers: Mapping[str, int], settled: str) -> str:
    each = (
        _EACH.format(rows=rows, number=number, settled=settled, counted=_COUNTED)
        for rows, number in numbers.items()
    )
    return _MOVED.format(columns=_COLUMNS, rows=" UNION ALL ".join(each))


def _function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS"
        f" $$BEGIN {body} RETURN NULL; END$$"
    )
