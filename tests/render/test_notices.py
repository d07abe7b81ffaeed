"""A notice says what was wrong and what is right, and knows the words it used."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from syndicate.domain.articles import Kind
from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.notices import NoticeMail
from syndicate.errors import SettingsFault
from syndicate.render.notices import NoticeRenderer
from syndicate.render.templating import Templates
from tests.golden.compare import assert_golden
from tests.render.digest_sheets import SHIPPED, SITE, TOKEN, having

LANGUAGES = ("en", "de", "fr", "es", "pt", "he")
CORRECTED = having(DigestAs.CORRECTED)
UNSUBSCRIBE = f"https://harbour.example/unsubscribe/{TOKEN}"


def renderer(language: str = "en", own: Path = SHIPPED) -> NoticeRenderer:
    return NoticeRenderer(Templates([own, SHIPPED]), replace(SITE, language=language))


def correction(*wrong: str) -> NoticeMail:
    return NoticeMail(title="Morning briefing", kind=Kind.CORRECTION, item=CORRECTED, wrong=wrong)


def rendered(mail: NoticeMail) -> RenderedDigest:
    return renderer().render(mail, "default", token=TOKEN)


@pytest.mark.parametrize("part", ["html", "text", "subject"])
def test_the_default_design_is_as_it_was_reviewed(part: str) -> None:
    now = str(getattr(rendered(correction("24 votes to 20")), part))
    assert_golden(f"notices/correction.{part}", now.encode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_notice_can_be_written_in_every_language(language: str) -> None:
    renderer(language).check()


def test_a_notice_leads_to_the_article_its_history_and_the_way_out() -> None:
    mail = rendered(correction())
    reading = CORRECTED.reading
    page = lxml_html.document_fromstring(mail.html)
    links = {a.get("href") for a in page.iter("a")}
    expected = {SITE.article_url(reading.slug), SITE.history_url(reading.slug), UNSUBSCRIBE}
    assert expected <= links
    assert all(link in mail.text for link in expected)
    assert len(list(page.iter("h1"))) == 1


def test_a_notice_knows_the_words_it_told() -> None:
    (words,) = rendered(correction("24 votes to 20")).item_words
    assert "Council passes budget after all-night session" in words
    assert "The vote was 23 to 21, not 24 to 20." in words
    assert "24 votes to 20" in words


def test_a_notice_of_a_takedown_names_neither_headline_nor_slug() -> None:
    gone = having(DigestAs.DROPPED)
    named = replace(gone.reading, slug="the-old-slug")
    item = replace(gone, reading=named)
    mail = rendered(NoticeMail(title="Morning briefing", kind=Kind.TAKEDOWN, item=item))
    for body in (mail.subject, mail.text, mail.html):
        assert "harvest" not in body
        assert "the-old-slug" not in body
    assert f"https://harbour.example/id/{named.id}" in mail.text
    assert mail.subject == "Removed: This article has been removed."


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("body.txt", "Hello", "body.txt: has no unsubscribe link"),
        ("subject.txt", " ", "subject.txt: gives an empty subject"),
        ("body.html", "\n{{ nothing }}", "body.html:2: 'nothing' is undefined"),
    ],
)
def test_a_fault_in_a_template_of_one_s_own_is_told(
    tmp_path: Path, part: str, text: str, told: str
) -> None:
    file = tmp_path / "notices" / "default" / part
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsFault, match=told):
        renderer(own=tmp_path).check()
