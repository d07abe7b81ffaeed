"""Does any store come to the present tables, once, whoever else tries?"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from syndicate.errors import CouldNot
from syndicate.store import migrations
from syndicate.store.engines import Engines, open_engines
from syndicate.store.kept_tallies import kept
from syndicate.store.migrate import Program, enter, migrate, require_current, version
from syndicate.store.migrations.versions.r0036_belonging import OWNERS
from syndicate.store.tables import metadata
from syndicate.store.unit_of_work import Store
from tests.store.children import child, migrate_and_stop_short, migrate_when_told
from tests.store.rows import ARTICLE, NOON
from tests.store.steps import upgrade


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engines]:
    """Open a store that was never migrated."""
    with closing(open_engines(empty_database_url)) as opened:
        yield opened


OTHERWISE = {
    "sqlite": {"ix_feed_members_newest"},  # it cannot tell that an index descends
    # Triggers ask what deliveries belong to (0050), and keep count of them (0076).
    "postgresql": {*(f"fk_deliveries_{column}" for column in OWNERS), kept.name},
}


def comparable(database: str) -> Callable[..., bool]:
    """Pass over what a kind of database has otherwise, or cannot tell of."""
    return lambda _, name, *__: name not in OTHERWISE[database]


def set_version(engines: Engines, revision: str, oldest: str | None) -> None:
    """Leave a store as a newer program does, which works with programs since the oldest."""
    with engines.write.begin() as connection:
        told = {"v": revision, "o": oldest}
        connection.execute(text("UPDATE alembic_version SET version_num = :v, oldest = :o"), told)


def test_a_store_comes_from_nothing_to_exactly_the_tables_of_the_program(empty: Engines) -> None:
    assert version(empty) is None
    migrate(empty)
    assert version(empty) == migrations.HEAD
    with empty.read.connect() as connection:
        compared = {"include_object": comparable(connection.dialect.name)}
        context = MigrationContext.configure(connection, opts=compared)
        assert compare_metadata(context, metadata) == []


def test_the_head_is_the_last_of_the_steps() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


OLDER = "0020"
"""Before anything was owed to programs outside."""

SAVED = """
{"headline":"Bridge","authors":[],"contributors":[],"images":[],"related":[],"tags":[]}
"""
AN_ARTICLE = """
INSERT INTO articles (id, status, head, head_hash, recorded, unknown)
VALUES (:id, 'draft', 0, '', :at, '[]')
"""
A_DRAFT = """
INSERT INTO drafts (article_id, content, saved, based_on, unknown, past, quiet)
VALUES (:id, :words, :at, 0, '["summary"]', '[]', TRUE)
"""


def test_a_step_keeps_what_was_saved_before_it(empty: Engines) -> None:
    upgrade(empty, "0002")
    with empty.write.begin() as connection:
        for statement in (AN_ARTICLE, A_DRAFT):
            saved = {"id": ARTICLE.hex, "at": "2026-03-02 12:00:00+00", "words": SAVED}
            connection.execute(text(statement), saved)
    migrate(empty)
    with Store(empty).read() as tx:
        (draft,) = tx.drafts.all_of(ARTICLE)
    assert (draft.id, draft.content.headline, draft.saved) == (1, "Bridge", NOON)
    assert (draft.unknown, draft.quiet, draft.aside) == (("summary",), True, False)


def test_a_migrated_store_is_left_alone(engines: Engines) -> None:
    migrate(engines)
    require_current(engines)
    assert version(engines) == migrations.HEAD


def test_a_migration_that_is_killed_leaves_the_store_to_the_program_that_was_there(
    empty: Engines, empty_database_url: str
) -> None:
    upgrade(empty, OLDER)
    with child(migrate_and_stop_short, empty_database_url) as (_, pipe):
        assert pipe.recv() == "taken"
    assert version(empty) == OLDER
    with empty.read.connect() as connection:
        assert not inspect(connection).has_table("hub_topics")
    migrate(empty)
    assert version(empty) == migrations.HEAD


def test_processes_that_start_at_once_migrate_once(empty: Engines, empty_database_url: str) -> None:
    with ExitStack() as stack:
        pipes = [
            stack.enter_context(child(migrate_when_told, empty_database_url))[1] for _ in range(4)
        ]
        assert [pipe.recv() for pipe in pipes] == ["ready"] * 4
        for pipe in pipes:
            pipe.send("go")
        assert [pipe.recv() for pipe in pipes] == ["migrated"] * 4
    assert version(empty) == migrations.HEAD


@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_steps_that_only_add_are_taken_while_a_program_is_at_work_that_tells_no_revision(
    empty: Engines,
) -> None:
    before = Program(head="0038")
    upgrade(empty, "0035")
    with empty.read.connect() as at_work:
        at_work.execute(text("SET application_name = 'syndicate'"))
        enter(empty, before)
    assert version(empty) == before.head


@pytest.mark.parametrize("oldest", ["9998", None])
def test_a_store_newer_than_the_program_is_refused_and_left_alone(
    engines: Engines, oldest: str | None
) -> None:
    set_version(engines, "9999", oldest)
    for refuse in (migrate, enter, require_current):
        with pytest.raises(CouldNot, match="at revision 9999, newer than this program") as refused:
            refuse(engines)
        assert engines.shown_url in str(refused.value)
        assert "upgrade syndicate" in str(refused.value)
    assert version(engines) == "9999"


def test_a_newer_store_that_has_only_been_added_to_is_worked_with_but_not_copied(
    engines: Engines,
) -> None:
    set_version(engines, "9999", migrations.HEAD)
    enter(engines)
    require_current(engines)
    with pytest.raises(CouldNot, match="at revision 9999, newer than this program"):
        migrate(engines)
    assert version(engines) == "9999"


def test_a_store_that_was_never_migrated_is_refused_with_the_command_that_does_it(
    empty: Engines,
) -> None:
    with pytest.raises(CouldNot, match="run syndicate init"):
        require_current(empty)
