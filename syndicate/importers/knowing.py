"""What does a story's source tell of its past, and what does it not tell at all?"""

from zoneinfo import ZoneInfo

from syndicate.domain.articles import Content, Kind, PastRevision, Person
from syndicate.importers.agencies import without_given_name
from syndicate.importers.fields import Fields

_PLAIN = ("headline", "summary", "section", "language", "authors", "body_html")


def unknown_in(content: Content, past: tuple[PastRevision, ...]) -> tuple[str, ...]:
    """Name what the source does not tell: "summary", "images[0].url", "first_published"."""
    missing = [name for name in _PLAIN if not getattr(content, name)]
    missing += [f"images[{n}].url" for n, image in enumerate(content.images) if not image.url]
    missing += [f"related[{n}].url" for n, link in enumerate(content.related) if not link.url]
    missing += _without_given_names("authors", content.authors)
    missing += _without_given_names("contributors", content.contributors)
    if not past or past[0].at is None:
        missing.append("first_published")
    missing += [f"past[{n}].at" for n, change in enumerate(past) if n and change.at is None]
    return tuple(missing)


def _without_given_names(field: str, people: tuple[Person, ...]) -> list[str]:
    return [f"{field}[{n}].given_name" for n, who in enumerate(people) if without_given_name(who)]


def past_in(fields: Fields, zone: ZoneInfo | None) -> tuple[PastRevision, ...]:
    """Return the original and, if it is told, the last update, from a document's own fields."""
    at, stated = fields.instant(
        zone, "date", "published", "pubdate", "publishdate", "article:published_time"
    )
    original = PastRevision(kind=Kind.ORIGINAL, at=at, stated=stated)
    changed, words = fields.instant(
        zone, "updated", "lastmod", "modified", "last_modified", "article:modified_time"
    )
    if words in {"", stated} or (changed is not None and changed == at):
        return (original,)
    return (original, PastRevision(kind=Kind.UPDATE, at=changed, stated=words))
