"""Does nothing that is asked often look through everything there is? On SQLite, analyzed."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bench.serving.shelf import FIRST, fill, opened
from syndicate.app import App
from syndicate.domain.articles import Kind
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.web.site import site
from tests.web.visitor import Visitor

ARTICLES = 2_000
TABLES = ("articles", "slugs", "revisions", "log", "feed_members", "feed_ends", "counts", "outbox")
MANY = tuple(f"SCAN {table}" for table in TABLES)
FEW = ("ix_outbox_waiting", "ix_articles_taken_down")  # events that wait, articles taken down
_BY_PLACE = re.compile(r"feed_members\.position (?:>|BETWEEN)")
ADDRESSES = (
    *("/feeds/all.atom", "/feeds/sections/section-3.rss", "/feeds/all/archive/7.json"),
    *("/articles/story-77/revisions.atom", "/articles/story-78", "/articles/story-79/history"),
    *("/", "/sections/section-4", "/tags/tag-5", "/feeds/", "/feeds/authors/author-6"),
    *("/corrections", "/sitemap.xml", "/news-sitemap.xml"),
)


@dataclass
class Asked:
    """What the store was asked, and how SQLite goes about each question."""

    database: Path
    statements: dict[str, object] = field(default_factory=dict)

    def plans(self) -> dict[str, list[str]]:
        """Return the steps of each question, and begin anew."""
        with closing(sqlite3.connect(self.database)) as raw:
            found = {
                statement: [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", told)]  # type: ignore[arg-type]
                for statement, told in self.statements.items()
            }
        self.statements.clear()
        return found


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a site of many articles."""
    folder = tmp_path_factory.mktemp("large")
    fill(folder, ARTICLES)
    return folder


@pytest.fixture
def app(large: Path) -> Iterator[App]:
    """Open it."""
    with closing(opened(large)) as app:
        yield app


@pytest.fixture
def asked(large: Path, app: App) -> Iterator[Asked]:
    """Collect what is asked once the site is open."""
    asked = Asked(large / "syndicate.db")
    with app.store.read():
        pass

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        first = parameters[0] if isinstance(parameters, list) else parameters
        if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            asked.statements.setdefault(statement, first)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def looked_through(asked: Asked) -> list[str]:
    """Return the questions that go through all of a large table, or all of a feed."""
    found = []
    for statement, steps in asked.plans().items():
        ends = "LIMIT" in statement and not any("TEMP B-TREE" in step for step in steps)
        scans = [step for step in steps if step.startswith(MANY) and not step.endswith(FEW)]
        by_place = sum("ix_feed_members_position" in step for step in steps)
        if (scans and not ends) or len(_BY_PLACE.findall(statement)) > by_place:
            found.append(f"{statement}: {steps}")
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_answer_looks_through_everything(app: App, asked: Asked, address: str) -> None:
    assert Visitor(site(app)).get(address).status == 200
    assert asked.statements
    assert looked_through(asked) == []


def test_publishing_and_changing_look_through_nothing(app: App, asked: Asked) -> None:
    content = replace(FIRST, headline="Something new")
    slug = app.ingest(Story(content=content), announce=True)
    app.publish(slug)
    app.revise(slug, FIRST, Declared(kind=Kind.CORRECTION, note="It was story 0."))
    app.revise.rename(slug, f"{slug}-renamed")
    assert asked.statements
    assert looked_through(asked) == []
