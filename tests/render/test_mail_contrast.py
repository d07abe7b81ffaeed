"""Every word of the default mails stands out at 4.5:1 from what is behind it, light and dark.

The colours are read from the mails themselves: the inlined rules, and over them,
for dark screens, the rules of the media query (WCAG 2.2, 1.4.3).
"""

import re

import pytest
from lxml import html as lxml_html

from syndicate.domain.articles import Kind
from syndicate.domain.changes import DigestAs
from syndicate.domain.followings import Subject
from syndicate.domain.notices import NoticeMail
from syndicate.render.notices import NoticeRenderer
from syndicate.render.templating import Templates
from syndicate.render.transactional import TransactionalRenderer
from tests.render.digest_sheets import EVERY, MANY, SHIPPED, SITE, TOKEN, having, rendered

Colours = dict[str, str]
_PROPERTY = re.compile(r"(?<![\w-])(color|background-color)\s*:\s*(#[0-9a-f]{6})")


NOTICES = {
    Kind.CORRECTION: DigestAs.CORRECTED,
    Kind.RETRACTION: DigestAs.RETRACTED,
    Kind.EDITORS_NOTE: DigestAs.UPDATED,
    Kind.TAKEDOWN: DigestAs.DROPPED,
}


def notice(kind: Kind, status: DigestAs) -> str:
    mail = NoticeMail(title="Morning", kind=kind, item=having(status), wrong=("ten",))
    return NoticeRenderer(Templates([SHIPPED]), SITE).render(mail, "default", token=TOKEN).html


FERRIES = Subject(name="tags/ferries", label="Ferries", url=SITE.url("/tags/ferries"))


def new_article() -> str:
    item, subject = having(DigestAs.NEW), FERRIES.name
    mail = NoticeMail(title="Ferries", kind=Kind.ORIGINAL, item=item, subject=subject)
    return NoticeRenderer(Templates([SHIPPED]), SITE).render(mail, "default", token=TOKEN).html


def mails() -> dict[str, str]:
    letters = TransactionalRenderer(Templates([SHIPPED]), SITE)
    return {
        "every": rendered(EVERY).html,
        "many": rendered(MANY).html,
        **{f"notice of {kind}": notice(kind, status) for kind, status in NOTICES.items()},
        "confirm": letters.confirm("Morning briefing", SITE.url("/confirm/x")).html,
        "follow": letters.follow(FERRIES, SITE.url("/follow/x"), 14).html,
        "lapsed": letters.lapsed(FERRIES, 14).html,
        "notice of a new article": new_article(),
        "preferences": letters.preferences("Morning briefing", SITE.url("/preferences/x")).html,
    }


def dark_rules(page: lxml_html.HtmlElement) -> dict[str, Colours]:
    sheet = page.findtext(".//style") or ""
    _, _, dark = sheet.partition("prefers-color-scheme: dark) {")
    rules: dict[str, Colours] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", dark):
        for selector in selectors.split(","):
            rules.setdefault(selector.strip().lstrip("."), {}).update(_PROPERTY.findall(body))
    return rules


def own_colours(element: lxml_html.HtmlElement, dark: dict[str, Colours]) -> Colours:
    colours: Colours = dict(_PROPERTY.findall(element.get("style", "")))
    for name in (element.tag, *element.get("class", "").split()):
        colours.update(dark.get(str(name), {}))
    return colours


def seen(element: lxml_html.HtmlElement, dark: dict[str, Colours]) -> tuple[str, str]:
    """Return the colour of an element's words and the one behind them."""
    colours: Colours = {}
    for each in reversed([element, *element.iterancestors()]):
        colours.update(own_colours(each, dark))
    return colours["color"], colours["background-color"]


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["every", "many", "confirm", "preferences"])
def test_every_word_can_be_read(name: str, scheme: str) -> None:
    page = lxml_html.document_fromstring(mails()[name])
    dark = dark_rules(page) if scheme == "dark" else {}
    worded = [
        element
        for element in page.iter("h1", "h2", "h3", "p", "a", "b", "span", "td", "img", "div")
        if (element.text or "").strip(" \n\u00a0·") or element.get("alt")
        if element.get("class") != "hidden"
    ]
    pairs = {seen(element, dark) for element in worded}
    assert len(pairs) > 3
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < 4.5} == {}


def test_dark_rules_change_what_is_seen() -> None:
    page = lxml_html.document_fromstring(rendered(EVERY).html)
    title = page.find(".//h1")
    assert title is not None
    assert seen(title, {}) != seen(title, dark_rules(page))
