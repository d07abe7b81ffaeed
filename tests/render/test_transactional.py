"""The mails that a reader's own request calls for say what to do, and are safe."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from syndicate.domain.followings import Subject
from syndicate.errors import SettingsFault
from syndicate.render.templating import Templates
from syndicate.render.transactional import TransactionalRenderer
from tests.golden.compare import assert_golden
from tests.render.digest_sheets import SHIPPED, SITE

LINK = "https://harbour.example/confirm/a-token?x=1&y=2"
LANGUAGES = ("en", "de", "fr", "es", "pt", "he")


def renderer(language: str = "en", own: Path = SHIPPED) -> TransactionalRenderer:
    return TransactionalRenderer(Templates([own, SHIPPED]), replace(SITE, language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_can_be_filled_in_every_language(language: str) -> None:
    renderer(language).check()


@pytest.mark.parametrize("name", ["confirm", "preferences"])
def test_the_link_stands_in_text_and_behind_the_button(name: str) -> None:
    letter = getattr(renderer(), name)("Morning briefing", LINK)
    page = lxml_html.document_fromstring(letter.html)
    assert f"\n{LINK}\n" in letter.text
    assert [a.get("href") for a in page.iter("a")].count(LINK) == 2
    assert len(list(page.iter("h1"))) == 1


def test_the_confirm_mail_says_that_doing_nothing_is_enough() -> None:
    letter = renderer().confirm("Morning briefing", LINK)
    assert letter.subject == "Please confirm your subscription to Morning briefing"
    for body in (letter.text, letter.html):
        words = " ".join(body.split())
        assert "Until then we send nothing." in words
        assert "do nothing: without your confirmation the request lapses" in words
        assert "12 Quay Street, Nordhavn 4410" in words


def test_a_title_is_never_markup_nor_a_second_header() -> None:
    letter = renderer().confirm("A <b>\r\nBcc: all@example.org", LINK)
    assert letter.subject == "Please confirm your subscription to A <b> Bcc: all@example.org"
    assert "A &lt;b&gt;" in letter.html


def test_a_fault_in_a_template_of_one_s_own_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mails" / "confirm" / "body.html"
    file.parent.mkdir(parents=True)
    file.write_text("\n{{ linkk }}", encoding="utf-8")
    with pytest.raises(SettingsFault, match=f"^{file}:2: 'linkk' is undefined"):
        renderer(own=tmp_path).check()


BRIDGE = Subject(name="articles/x", label="Bridge <opens>", url="https://harbour.example/x")
FERRIES = Subject(name="tags/ferries", label="Ferries")


def test_the_follow_mail_says_what_is_followed_and_when_it_ends() -> None:
    letter = renderer().follow(BRIDGE, LINK, 14)
    words = " ".join(letter.text.split())
    assert letter.subject == "Please confirm that you follow Bridge <opens>"
    assert "new facts in “Bridge <opens>”. It ends by itself after 14 days" in words
    assert f"\n{LINK}\n" in letter.text
    assert "Bridge &lt;opens&gt;" in letter.html
    assert "new story on Ferries" in " ".join(renderer().follow(FERRIES, LINK, 14).text.split())


def test_the_last_mail_says_that_it_has_ended_and_where_to_go() -> None:
    letter = renderer().lapsed(BRIDGE, 14)
    assert letter.subject == "Ended: you no longer follow Bridge <opens>"
    assert "changed in “Bridge <opens>” for 14 days" in " ".join(letter.text.split())
    assert BRIDGE.url in letter.text
    assert BRIDGE.url in letter.html


@pytest.mark.parametrize("name", ["follow", "lapsed"])
@pytest.mark.parametrize("part", ["html", "text", "subject"])
def test_the_mails_of_followings_are_as_they_were_reviewed(name: str, part: str) -> None:
    subject = replace(BRIDGE, label="Bridge opens")
    made = renderer().lapsed(subject, 14)
    if name == "follow":
        made = renderer().follow(subject, LINK, 14)
    assert_golden(f"mails/{name}.{part}", str(getattr(made, part)).encode())
