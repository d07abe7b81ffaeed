"""Which articles are there, at which addresses, and how do they stand?"""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from syndicate.domain.articles import Article
from syndicate.domain.facts import Fact, What
from syndicate.domain.publication import WITHDRAWN
from syndicate.errors import Conflict, NotFound
from syndicate.store.runs import among
from syndicate.store.tables import articles, revisions, slugs

_COLUMNS = [c for c in articles.c if c.name in {f.name for f in fields(Article)}]


class Articles:
    """The articles of one transaction."""

    def __init__(self, connection: Connection, facts: list[Fact]) -> None:
        self._connection = connection
        self._facts = facts

    def add(self, article: Article) -> None:
        """Insert a new article at its slug. Raises Conflict when the slug is taken."""
        self._connection.execute(_ADD, _row(article))
        self._claim(article.slug, article.id, article.recorded)

    def save(self, article: Article) -> None:
        """Write an article's standing; its slug is changed by `rename` only."""
        self._connection.execute(_CHANGE, {"own": article.id} | _row(article))
        if article.status in WITHDRAWN:
            told = (str(article.id), article.status.value, str(article.head))
            self._facts.append(Fact(What.WITHDRAWN, told))

    def rename(self, article: Article, slug: str, now: datetime) -> None:
        """Move an article to a new slug; the old one keeps leading to it."""
        old = (slugs.c.article_id == article.id) & slugs.c.current
        self._connection.execute(update(slugs).where(old).values(current=False))
        own = (slugs.c.slug == slug) & (slugs.c.article_id == article.id)
        back = self._connection.execute(update(slugs).where(own).values(current=True, since=now))
        if back.rowcount == 0:
            self._claim(slug, article.id, now)

    def drop_former(self, article_id: UUID) -> None:
        """Forget an article's former slugs, which were never public; others may take them."""
        former = (slugs.c.article_id == article_id) & ~slugs.c.current
        self._connection.execute(delete(slugs).where(former))

    def by_slug(self, slug: str) -> Article:
        """Return the article that a slug leads to. Raises NotFound, naming one much like it."""
        article = self.find(slug)
        if article is None:
            raise NotFound(self._unknown(slug))
        return article

    def find(self, slug: str) -> Article | None:
        """Return the article that a slug, present or former, leads to."""
        row = self._connection.execute(_AT_SLUG, {"named": slug}).first()
        return None if row is None else _article(row)

    def by_id(self, article_id: UUID) -> Article:
        """Return an article by its identity. Raises NotFound."""
        row = self._connection.execute(_BY_ID, {"own": article_id}).first()
        if row is None:
            raise NotFound(f"no article has the id {article_id}")
        return _article(row)

    def by_ids(self, article_ids: Collection[UUID]) -> Mapping[UUID, Article]:
        """Return those of these articles that there are, by their identity."""
        rows = among(self._connection, _BY_IDS, article_ids)
        return {row.id: _article(row) for row in rows}

    def lock(self, slug: str) -> Article:
        """Return an article that nobody else can change until the transaction ends."""
        owner = select(slugs.c.article_id).where(slugs.c.slug == slug).scalar_subquery()
        held = select(articles.c.id).where(articles.c.id == owner).with_for_update()
        self._connection.execute(held)
        return self.by_slug(slug)

    def due(self, now: datetime) -> Sequence[Article]:
        """Return the scheduled articles whose moment has come, earliest first."""
        statement = _current().where(articles.c.publish_at <= now).order_by(articles.c.publish_at)
        return [_article(row) for row in self._connection.execute(statement)]

    def newest(self, limit: int, before: tuple[datetime, UUID] | None = None) -> Sequence[Article]:
        """Return a page of articles, newest recorded first, after the key of the last one seen."""
        key = (articles.c.recorded, articles.c.id)
        statement = _current().order_by(key[0].desc(), key[1].desc()).limit(limit)
        if before is not None:
            at, last = before
            older = (key[0] < at) | ((key[0] == at) & (key[1] < last))
            statement = statement.where(older)
        return [_article(row) for row in self._connection.execute(statement)]

    def without_revisions(self) -> Sequence[str]:
        """Return the slugs of published articles that have no revision: there must be none."""
        known = exists().where(revisions.c.article_id == articles.c.id)
        statement = _current().where(articles.c.head > 0, ~known).order_by(slugs.c.slug)
        return [row.slug for row in self._connection.execute(statement)]

    def slugs(self, article_ids: Collection[UUID]) -> Collection[str]:
        """Return every slug, present and former, that leads to one of these articles."""
        return [row.slug for row in among(self._connection, _SLUGS, article_ids)]

    def taken(self, slug: str) -> bool:
        """Tell whether a slug is or was some article's."""
        statement = select(slugs.c.slug).where(slugs.c.slug == slug)
        return self._connection.execute(statement).first() is not None

    def _claim(self, slug: str, article_id: UUID, now: datetime) -> None:
        row = {"slug": slug, "article_id": article_id, "current": True, "since": now}
        try:
            self._connection.execute(insert(slugs).values(row))
        except IntegrityError as error:
            raise Conflict(
                f"the slug {slug!r} is taken by another article; choose another one"
            ) from error

    def _unknown(self, slug: str) -> str:
        known = self._connection.execute(select(slugs.c.slug).limit(5000)).scalars().all()
        near = difflib.get_close_matches(slug, known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else "see syndicate article list"
        return f"no article has the slug {slug!r}; {hint}"


def _current() -> Select[Any]:
    joined = articles.join(slugs, (slugs.c.article_id == articles.c.id) & slugs.c.current)
    return select(*_COLUMNS, slugs.c.slug).select_from(joined)


# Written once: each publication asks them several times.
_ADD = insert(articles)
_CHANGE = update(articles).where(articles.c.id == bindparam("own"))
_BY_ID = _current().where(articles.c.id == bindparam("own"))
_BY_IDS = _current().where(articles.c.id.in_(bindparam("these", expanding=True)))
_SLUGS = select(slugs.c.slug).where(slugs.c.article_id.in_(bindparam("these", expanding=True)))
_AT_SLUG = _current().where(
    articles.c.id
    == select(slugs.c.article_id).where(slugs.c.slug == bindparam("named")).scalar_subquery()
)


def _row(article: Article) -> dict[str, Any]:
    return {column.name: getattr(article, column.name) for column in _COLUMNS}


def _article(row: Row[Any]) -> Article:
    return Article(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
