"""What tests of mails share: a site, renderers on the shipped templates, samples."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import Digest, Item, RenderedDigest
from syndicate.domain.site import Site
from syndicate.render.digest_samples import sample_digests
from syndicate.render.digests import DigestRenderer
from syndicate.render.templating import Templates

SHIPPED = Path(__file__).parents[2] / "templates"
TOKEN = "a-placeholder-of-one-length-24"
SITE = Site(
    title="The Harbour Post",
    base_url="https://harbour.example",
    language="en",
    zone=ZoneInfo("America/Los_Angeles"),
    publisher="Harbour Post Publishing",
    postal_address="12 Quay Street\nNordhavn 4410",
    imprint_url="https://harbour.example/imprint",
)
EVERY, NEW, CHANGED, EMPTY, MANY = sample_digests(SITE)


@cache
def shipped() -> Templates:
    return Templates([SHIPPED])


def renderer(site: Site = SITE, own: Path | None = None) -> DigestRenderer:
    return DigestRenderer(Templates([own, SHIPPED]) if own else shipped(), site)


def rendered(digest: Digest, site: Site = SITE) -> RenderedDigest:
    return renderer(site).render(digest, "default", token=TOKEN)


def having(status: DigestAs) -> Item:
    return next(item for item in EVERY.items if item.status is status)


def holding(*items: Item) -> Digest:
    return replace(EVERY, items=items)


def reworded(
    item: Item, *, headline: str | None = None, summary: str = "", section: str = ""
) -> Item:
    """Return the item with other words in its content."""
    content = item.reading.content
    assert content is not None
    content = replace(
        content, headline=headline or content.headline, summary=summary, section=section
    )
    return replace(item, reading=replace(item.reading, content=content))


def headline(item: Item) -> str:
    assert item.reading.content is not None
    return item.reading.content.headline
