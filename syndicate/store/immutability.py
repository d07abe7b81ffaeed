"""Which rows does the database itself refuse to change, whoever asks?

Revisions may be redacted, once: content, salt and note are deleted, the time and the
reason are set, everything else stays. Nothing else ever happens to them, and nothing at all
to the lines of the log. Consents are only added, and lose the trace of where they came from after
a while; forgetting a reader may delete theirs.

Triggers belong to migrations: dropped before, since a step may have to rewrite rows, and
made anew from the tables as they then are, in the same transaction.
"""

from sqlalchemy import Connection, Table, inspect

from syndicate.store.tables import consents, log, revisions

_DELETED = ("content", "salt", "note")
_SET = ("redacted", "redaction_reason")

_UPDATE = "a published revision never changes; it may be redacted, once"
_DELETE = "a published revision is never deleted"
_REPLACE = "a published revision is never replaced"
_LOG = "the log of hashes is only added to"
_CONSENT = "a consent is a record of the past: add another"

_REFUSE = (
    "CREATE OR REPLACE FUNCTION syndicate_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN RAISE integrity_constraint_violation USING MESSAGE = TG_ARGV[0]; END$$"
)

_NAMES = {
    "revisions_never_change": revisions,
    "revisions_never_go": revisions,
    "revisions_never_replaced": revisions,
    "revisions_never_truncated": revisions,
    "log_never_changes": log,
    "log_never_goes": log,
    "log_never_replaced": log,
    "log_never_truncated": log,
    "consents_never_change": consents,
}


def guard(connection: Connection) -> None:
    """Make the triggers; they must not exist."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        connection.exec_driver_sql(statement)


def unguard(connection: Connection) -> None:
    """Drop the triggers where they exist, until `guard` later in the same transaction."""
    there = set(inspect(connection).get_table_names())
    for name, table in _NAMES.items():
        if table.name not in there:
            continue
        place = "" if connection.dialect.name == "sqlite" else f" ON {table.name}"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{place}")


def _sqlite() -> tuple[str, ...]:
    """REPLACE deletes without a delete trigger (recursive_triggers is off): see to INSERT."""
    there = "(NEW.article_id, NEW.number) IN (SELECT article_id, number FROM revisions)"
    known = there.replace("revisions", "log")
    known = f"NEW.seq IN (SELECT seq FROM log) OR {known}"  # noqa: S608 - a constant of ours
    return (
        _sqlite_trigger(
            "revisions_never_change", "UPDATE", revisions, _UPDATE, f"NOT ({_redaction('IS')})"
        ),
        _sqlite_trigger("revisions_never_go", "DELETE", revisions, _DELETE),
        _sqlite_trigger("revisions_never_replaced", "INSERT", revisions, _REPLACE, there),
        _sqlite_trigger("log_never_changes", "UPDATE", log, _LOG),
        _sqlite_trigger("log_never_goes", "DELETE", log, _LOG),
        _sqlite_trigger("log_never_replaced", "INSERT", log, _LOG, known),
        _sqlite_trigger(
            "consents_never_change", "UPDATE", consents, _CONSENT, f"NOT ({_untraced('IS')})"
        ),
    )


def _sqlite_trigger(name: str, event: str, table: Table, message: str, when: str = "1") -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table.name} FOR EACH ROW WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql() -> tuple[str, ...]:
    same = "IS NOT DISTINCT FROM"
    redaction, untraced = _redaction(same), _untraced(same)
    return (
        _REFUSE,
        _postgresql_trigger(
            "revisions_never_change", "UPDATE", revisions, _UPDATE, f"ROW WHEN (NOT ({redaction}))"
        ),
        _postgresql_trigger("revisions_never_go", "DELETE", revisions, _DELETE),
        _postgresql_trigger(
            "revisions_never_truncated", "TRUNCATE", revisions, _DELETE, "STATEMENT"
        ),
        _postgresql_trigger("log_never_changes", "UPDATE", log, _LOG),
        _postgresql_trigger("log_never_goes", "DELETE", log, _LOG),
        _postgresql_trigger("log_never_truncated", "TRUNCATE", log, _LOG, "STATEMENT"),
        _postgresql_trigger(
            "consents_never_change", "UPDATE", consents, _CONSENT, f"ROW WHEN (NOT ({untraced}))"
        ),
    )


def _postgresql_trigger(
    name: str, event: str, table: Table, message: str, each: str = "ROW"
) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table.name} FOR EACH {each} "
        f"EXECUTE FUNCTION syndicate_refuse('{message}')"
    )


def _redaction(equal: str) -> str:
    """Return the one change that is allowed, given how NULL-safe equality is spelt."""
    kept = [c.name for c in revisions.columns if c.name not in {*_DELETED, *_SET}]
    return " AND ".join(
        [
            *(f"NEW.{name} {equal} OLD.{name}" for name in kept),
            *(f"NEW.{name} IS NULL" for name in _DELETED),
            *(f"NEW.{name} IS NOT NULL AND OLD.{name} IS NULL" for name in _SET),
        ]
    )


def _untraced(equal: str) -> str:
    """Return the one change of a consent that is allowed: it loses its trace."""
    kept = [c.name for c in consents.columns if c.name != "trace"]
    return " AND ".join([*(f"NEW.{name} {equal} OLD.{name}" for name in kept), "NEW.trace IS NULL"])
