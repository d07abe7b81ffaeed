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
from syndicate.render.notice_words import table
from syndicate.render.notices import NoticeRenderer
from syndicate.render.templating import Templates
from syndicate.render.words import removed as gone_for_good
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
    expected = {SITE.article_url(reading.id), SITE.history_url(reading.id), UNSUBSCRIBE}
    assert expected <= links
    assert reading.slug not in mail.html + mail.text  # it may hold the wrong words
    assert all(link in mail.text for link in expected)
    assert len(list(page.iter("h1"))) == 1


def test_a_notice_that_repeats_the_error_leads_to_the_address_that_tells_words() -> None:
    mail = rendered(correction("24 votes to 20"))
    assert SITE.history_url(CORRECTED.reading.slug) in mail.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_story_that_is_gone_nothing_is_said_to_stand(language: str) -> None:
    gone = NoticeMail(title="Morning", kind=Kind.TAKEDOWN, item=having(DigestAs.DROPPED))
    mail = renderer(language).render(gone, "default", token=TOKEN)
    assert table(language)["notice_read"] not in mail.text + mail.html
    assert table(language)["notice_removed"] in mail.text
    assert table(language)["notice_removed"] in mail.html
    assert mail.subject == gone_for_good(language)


def test_a_retraction_leads_to_what_is_retracted_not_to_a_story_that_stands() -> None:
    taken_back = NoticeMail(title="Morning", kind=Kind.RETRACTION, item=having(DigestAs.RETRACTED))
    assert "Read what we retracted, and why" in rendered(taken_back).text
    assert "stands now" not in rendered(taken_back).text


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
    assert mail.subject == "This article has been removed."


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


FOLLOWED = {
    "update": NoticeMail(
        title="", kind=Kind.UPDATE, item=having(DigestAs.UPDATED), subject="articles/x"
    ),
    "new": NoticeMail(
        title="Ferries", kind=Kind.ORIGINAL, item=having(DigestAs.NEW), subject="tags/ferries"
    ),
}


@pytest.mark.parametrize("name", FOLLOWED)
@pytest.mark.parametrize("part", ["html", "text", "subject"])
def test_what_followers_get_is_as_it_was_reviewed(name: str, part: str) -> None:
    now = str(getattr(rendered(FOLLOWED[name]), part))
    assert_golden(f"notices/followed-{name}.{part}", now.encode())


def test_a_follower_is_told_why_and_stops_by_the_link_of_the_following() -> None:
    for name, why in (("update", "you follow this story"), ("new", "you follow Ferries")):
        mail = rendered(FOLLOWED[name])
        page = lxml_html.document_fromstring(mail.html)
        stops = [a for a in page.iter("a") if a.get("href") == SITE.url(f"/unfollow/{TOKEN}")]
        assert [a.text for a in stops] == ["Stop following"] * 2
        assert f"You get this because {why}." in " ".join(mail.text.split())
        assert "/unsubscribe/" not in mail.html + mail.text


@pytest.mark.parametrize(
    ("kind", "subject", "said"),
    [
        (Kind.CORRECTION, "articles/x", "A story that you follow was wrong."),
        (Kind.RETRACTION, "articles/x", "A story that you follow has been retracted."),
        (Kind.EDITORS_NOTE, "articles/x", "There is something to add to a story that you follow."),
        (Kind.CORRECTION, "tags/ferries", "A story that we mailed you was wrong."),
        (Kind.TAKEDOWN, "articles/x", "A story that we mailed you has been removed."),
        (Kind.ORIGINAL, "authors/ines", "You follow Ines. Here is a new story."),
    ],
)
def test_followers_are_told_what_is_true_of_them(kind: Kind, subject: str, said: str) -> None:
    title = "" if subject.startswith("articles/") else "Ines"
    item = having(DigestAs.NEW if kind is Kind.ORIGINAL else DigestAs.CORRECTED)
    mail = rendered(NoticeMail(title=title, kind=kind, item=item, subject=subject))
    assert said in " ".join(mail.text.split())
