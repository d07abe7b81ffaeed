"""Does the database itself refuse what must never happen?"""

from contextlib import closing
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, String, Update, delete, select, text, update
from sqlalchemy.exc import IntegrityError

from syndicate.domain.articles import Kind, Severity
from syndicate.errors import Broken
from syndicate.store.engines import Engines, open_engines
from syndicate.store.migrate import exclusively, rebuilding
from syndicate.store.tables import cohort_items, consents, log, revisions
from tests.store.rows import ARTICLE, NOON, insert_published

NEVER_CHANGES = "a published revision never changes; it may be redacted, once"
LINE = tuple(column.name for column in log.columns)
ONLY_ADDED = "the log of hashes is only added to"
REDACTION: dict[str, Any] = {
    "content": None,
    "salt": None,
    "note": None,
    "redacted": NOON,
    "redaction_reason": "privacy",
}
OTHERS: dict[str, Any] = {
    "number": 7,
    "kind": Kind.MINOR,
    "note": "nothing to see",
    "severity": Severity.MAJOR,
    "premise": True,
    "content": "{}",
    "salt": b"",
    "content_hash": None,
    "chain_hash": b"forged",
    "published": NOON.replace(year=2020),
    "recorded": NOON.replace(year=2020),
    "quiet": True,
    "editor": "somebody else",
    "redaction_reason": "on a whim",
}


def change(**values: Any) -> Update:  # noqa: ANN401 - columns of many types
    return update(revisions).where(revisions.c.article_id == ARTICLE).values(**values)


def attempt(engines: Engines, statement: Update) -> None:
    with engines.write.begin() as connection:
        connection.execute(statement)


def stored(engines: Engines) -> dict[str, Any]:
    with engines.read.connect() as connection:
        return dict(connection.execute(select(revisions)).mappings().one())


@pytest.mark.parametrize("column", OTHERS)
def test_no_column_of_a_revision_can_be_changed(published: Engines, column: str) -> None:
    before = stored(published)
    with pytest.raises(IntegrityError, match=NEVER_CHANGES):
        attempt(published, change(**{column: OTHERS[column]}))
    assert stored(published) == before


def test_an_update_that_changes_nothing_is_refused_too(published: Engines) -> None:
    with pytest.raises(IntegrityError, match=NEVER_CHANGES):
        attempt(published, change(number=1))


def test_every_column_is_covered_by_these_tests() -> None:
    assert {*OTHERS, *REDACTION, "article_id"} == set(revisions.columns.keys())


def test_a_redaction_deletes_the_words_and_keeps_the_rest(published: Engines) -> None:
    before = stored(published)
    attempt(published, change(**REDACTION))
    assert stored(published) == {**before, **REDACTION}


def test_a_redaction_happens_once(published: Engines) -> None:
    attempt(published, change(**REDACTION))
    with pytest.raises(IntegrityError, match=NEVER_CHANGES):
        attempt(published, change(**REDACTION))


def test_a_redaction_cannot_be_taken_back(published: Engines) -> None:
    attempt(published, change(**REDACTION))
    with pytest.raises(IntegrityError, match=NEVER_CHANGES):
        attempt(published, change(redacted=None, redaction_reason=None, content="{}"))


@pytest.mark.parametrize("missing", REDACTION)
def test_half_a_redaction_is_refused(published: Engines, missing: str) -> None:
    part = {name: value for name, value in REDACTION.items() if name != missing}
    with pytest.raises(IntegrityError):
        attempt(published, change(**part))


@pytest.mark.parametrize("column", sorted(set(OTHERS) - set(REDACTION)))
def test_a_redaction_hides_no_other_change(published: Engines, column: str) -> None:
    with pytest.raises(IntegrityError, match=NEVER_CHANGES):
        attempt(published, change(**REDACTION, **{column: OTHERS[column]}))


def test_a_revision_is_never_deleted(published: Engines) -> None:
    with (
        pytest.raises(IntegrityError, match="a published revision is never deleted"),
        published.write.begin() as connection,
    ):
        connection.execute(delete(revisions))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_does_not_replace_a_revision(published: Engines) -> None:
    with (
        pytest.raises(IntegrityError, match="a published revision is never replaced"),
        published.write.begin() as connection,
    ):
        connection.exec_driver_sql("INSERT OR REPLACE INTO revisions SELECT * FROM revisions")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_does_not_truncate_revisions(published: Engines) -> None:
    with (
        pytest.raises(IntegrityError, match="a published revision is never deleted"),
        published.write.begin() as connection,
    ):
        connection.execute(text("TRUNCATE revisions CASCADE"))


@pytest.mark.parametrize("column", LINE)
def test_no_line_of_the_log_is_changed(logged: Engines, column: str) -> None:
    values = {column: getattr(log.c, column)}
    with pytest.raises(IntegrityError, match=ONLY_ADDED):
        attempt(logged, update(log).values(**values))


def test_no_line_of_the_log_is_deleted(logged: Engines) -> None:
    with pytest.raises(IntegrityError, match=ONLY_ADDED), logged.write.begin() as connection:
        connection.execute(delete(log))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seq", ["seq", "99"])
def test_sqlite_does_not_replace_a_line_of_the_log(logged: Engines, seq: str) -> None:
    others = ", ".join(name for name in LINE if name != "seq")
    again = f"INSERT OR REPLACE INTO log SELECT {seq}, {others} FROM log"  # noqa: S608 - ours
    with pytest.raises(IntegrityError, match=ONLY_ADDED), logged.write.begin() as connection:
        connection.exec_driver_sql(again)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_does_not_truncate_the_log(logged: Engines) -> None:
    with pytest.raises(IntegrityError, match=ONLY_ADDED), logged.write.begin() as connection:
        connection.execute(text("TRUNCATE log"))


def test_a_consent_is_never_changed(agreed: Engines) -> None:
    with pytest.raises(IntegrityError, match="a consent is a record of the past"):
        attempt(agreed, update(consents).values(words="Yes to everything"))


def test_consents_go_when_a_reader_is_forgotten(agreed: Engines) -> None:
    with agreed.write.begin() as connection:
        assert connection.execute(delete(consents)).rowcount == 1


def replace_the_table(connection: Connection) -> None:
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table("revisions", recreate="always") as batch:
        batch.alter_column("redaction_reason", existing_type=String(), nullable=True)


def test_a_migration_that_replaces_the_table_loses_nothing_and_no_protection(
    sqlite_url: str,
) -> None:
    with closing(open_engines(sqlite_url)) as engines:
        with engines.write.begin() as connection:
            insert_published(connection)
        before = stored(engines)
        with exclusively(engines) as connection, rebuilding(connection):
            replace_the_table(connection)
        with pytest.raises(IntegrityError, match=NEVER_CHANGES):
            attempt(engines, change(note="nothing to see"))
        assert stored(engines) == before
        with engines.read.connect() as connection:
            assert connection.scalar(select(cohort_items.c.revision)) == 1


def test_a_migration_may_rewrite_what_nobody_else_may(published: Engines) -> None:
    with exclusively(published) as connection, rebuilding(connection):
        connection.execute(change(note="as it was meant"))
    assert stored(published)["note"] == "as it was meant"


def test_a_migration_that_breaks_references_changes_nothing(sqlite_url: str) -> None:
    with closing(open_engines(sqlite_url)) as engines:
        with engines.write.begin() as connection:
            insert_published(connection)
        with (
            pytest.raises(Broken, match="1 rows of cohort_items point nowhere"),
            exclusively(engines) as connection,
            rebuilding(connection),
        ):
            connection.execute(delete(revisions))
        assert stored(engines)["number"] == 1
