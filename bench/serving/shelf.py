"""How does a store come to hold a million published articles within minutes?

One article is published by the program itself. All others are written by set as copies of
its rows, with words, a section, a tag, an author, an instant and an identity of their own; they
stand in feeds as publishing would have put them there. Only their hashes are not true.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content, Person
from syndicate.domain.feeds import revision_urn
from syndicate.domain.stories import Story
from syndicate.settings import load

SECTIONS, TAGS, AUTHORS = 20, 200, 300
STEP = timedelta(seconds=10)
BODY = "<p>The ferry sails again tomorrow, and the bridge stays open to walkers.</p>" * 5
FIRST = Content(
    headline="Story 0",
    summary="What happened at the harbour.",
    section="Section 0",
    tags=("Tag 0",),
    authors=(Person(name="Author 0"),),
    body_html=f"{BODY}<p>This was story 0.</p>",
)
SITE = """
[site]
title = "The Harbour Post"
base_url = "https://harbour.example"
[store]
url = "sqlite:///{folder}/syndicate.db"
"""
_FILLED = ("articles", "slugs", "revisions", "log", "feeds", "feed_members", "feed_ends")
_MEMORY = "PRAGMA cache_size = -3000000"  # kB: the indexes of a million articles
_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
    " ('articles', 'slugs', 'revisions', 'log', 'counts', 'feed_members') ORDER BY name"
)
_TOLD = (
    "CREATE TEMP TABLE told (n INTEGER PRIMARY KEY, id TEXT, urn TEXT, own TEXT, at TEXT, "
    "section INTEGER, tag INTEGER, author INTEGER)"
)
_COPIES = (
    (
        "INSERT INTO articles"
        " (id, status, head, head_hash, first_published, updated, edited, recorded)"
        " SELECT told.id, status, head, randomblob(32), at, at, at, at"
        " FROM told, articles ORDER BY n"
    ),
    "INSERT INTO slugs SELECT 'story-' || n, id, 1, at FROM told",
    (
        "INSERT INTO revisions (article_id, number, kind, note, premise, content, salt,"
        " content_hash, chain_hash, published, recorded, quiet)"
        " SELECT told.id, number, kind, note, premise, replace(replace(replace(replace(replace("
        "content, 'Story 0', 'Story ' || n), 'story 0', 'story ' || n), 'Section 0', 'Section ' ||"
        " section), 'Tag 0', 'Tag ' || tag), 'Author 0', 'Author ' || author), randomblob(16),"
        " randomblob(32), randomblob(32), at, at, quiet FROM told, revisions ORDER BY n"
    ),
    (
        "INSERT INTO log SELECT n + 1, id, 1, 'original', at, at, randomblob(32), randomblob(32)"
        " FROM told ORDER BY n"
    ),
    (
        "INSERT INTO counts SELECT id, 0, 'article', substr(at, 1, 7), 'Section ' || section, NULL"
        " FROM told ORDER BY id"
    ),
    (
        "INSERT INTO count_cells SELECT what, month, section, count(*) FROM counts WHERE true"
        " GROUP BY what, month, section"
        " ON CONFLICT (what, month, section) DO UPDATE SET number = excluded.number"
    ),
    "INSERT INTO feed_members SELECT 'all', urn, id, 0, at, n + 1 FROM told ORDER BY urn",
    (
        "INSERT INTO feed_members SELECT 'articles/story-' || n || '/revisions', own, id, 1, at, 1"
        " FROM told ORDER BY 1"
    ),
)
_IN_FOLDER = (
    (
        "INSERT INTO feed_members SELECT '{folder}/{label}-' || {label}, urn, id, 0, at,"
        " ({label} = 0) + row_number() OVER (PARTITION BY {label} ORDER BY n)"
        " FROM told ORDER BY 1, urn"
    ),
    (
        "INSERT OR IGNORE INTO feeds SELECT DISTINCT '{folder}/{label}-' || {label},"
        " '{title} ' || {label} FROM told"
    ),
)
_AFTER = (
    (
        "INSERT INTO feed_ends SELECT feed, max(position) FROM feed_members WHERE true"
        " GROUP BY feed"
        " ON CONFLICT (feed) DO UPDATE SET position = excluded.position"
    ),
    "UPDATE feed_documents SET etag = ''",
    *(f"ANALYZE {table}" for table in _FILLED),
)


def opened(folder: Path) -> App:
    """Open the site of a folder."""
    return App(load(folder / "settings.toml"))


def fill(folder: Path, articles: int) -> None:
    """Make a site of so many articles in a folder, on SQLite."""
    folder.mkdir(exist_ok=True)
    (folder / "settings.toml").write_text(SITE.format(folder=folder))
    with closing(opened(folder)) as app:
        app.publish(app.ingest(Story(content=FIRST), announce=False))
    copy(folder / "syndicate.db", articles - 1, SystemClock().now())


def copy(database: Path, copies: int, now: datetime) -> None:
    """Write copies of the one article there is; the newest was published a moment ago."""
    with closing(sqlite3.connect(database, isolation_level=None)) as opened_:
        ask = opened_.execute
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY"):
            ask(f"PRAGMA {pragma}")
        ask(_MEMORY)
        ask("BEGIN")
        ask(_TOLD)
        opened_.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _told(copies, now))
        folders = (("sections", "Section"), ("tags", "Tag"), ("authors", "Author"))
        steps = [
            step.format(folder=folder, label=title.lower(), title=title)
            for folder, title in folders
            for step in _IN_FOLDER
        ]
        indexes = ask(_INDEXES).fetchall()  # made at once, they are sorted instead of searched
        for name, _ in indexes:
            ask(f'DROP INDEX "{name}"')
        for step in (*_COPIES, *steps):
            ask(step)
        for _, making in indexes:
            ask(making)
        for step in _AFTER:
            ask(step)
        ask("COMMIT")


def _told(copies: int, now: datetime) -> Iterator[tuple[object, ...]]:
    chance = Random(5)  # noqa: S311 - no secret, and the same store each time
    first = now.astimezone(UTC) - copies * STEP
    for number in range(1, copies + 1):
        own = UUID(int=chance.getrandbits(128), version=4)
        at = first + number * STEP
        yield (
            number,
            own.hex,
            own.urn,
            revision_urn(own, 1),
            at.isoformat(" ", "microseconds").removesuffix("+00:00"),
            chance.randrange(SECTIONS),
            chance.randrange(TAGS),
            chance.randrange(AUTHORS),
        )
