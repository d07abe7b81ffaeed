"""What do the demonstration's own pages show?"""

import re
import shlex
from collections.abc import Iterator
from html import unescape

import pytest

from syndicate.domain.feeds import FeedFormat
from syndicate.web.demo.building import READERS
from syndicate.web.demo.mailbox import Mail, Mailbox
from syndicate.web.demo.running import update
from tests.web.demo_site import BASE_URL, Shown, demonstration


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Build one demonstration for all tests that only look."""
    with demonstration(tmp_path_factory.mktemp("demo") / "a site") as opened:
        yield opened


def commands_on(shown: Shown) -> list[list[str]]:
    page = shown.visitor.get("/demo/").text
    lines = re.findall(r'<p class="command">(.*?)</p>', page, re.DOTALL)
    return [shlex.split(unescape(line)) for line in lines]


def newest(shown: Shown) -> Mail:
    return Mailbox(shown.app.settings.mail.maildir).mails()[0]


def test_every_link_of_the_start_page_leads_somewhere(shown: Shown) -> None:
    page = shown.visitor.get("/demo/").text
    links = set(re.findall(r'(?:href|src)="(/[^"#]*)"', page))
    gone = {"/articles/harbor-clerk-trial-date", "/articles/schools-later-start"}
    later = {link for link in links if link.endswith("/diff/2...3")}
    statuses = {link: shown.visitor.get(link).status for link in links - later}
    assert gone == {link for link, status in statuses.items() if status == 410}
    assert later
    assert set(statuses.values()) == {200, 301, 410}


def test_the_commands_name_this_runs_program_and_files(shown: Shown) -> None:
    folder = shown.app.settings.folder
    own = [command for command in commands_on(shown) if "--settings" in command]
    assert len(own) >= 5
    for command in own:
        program = command.index("--settings") - 1
        assert command[program] == "/opt/it's here/syndicate"
        assert command[program + 2] == str(folder / "settings.toml")


def test_the_commands_that_edit_a_file_change_it(shown: Shown) -> None:
    edits = [command for command in commands_on(shown) if command[0] == "perl"]
    assert len(edits) == 2
    for _, _, _, change, file, *_ in edits:
        _, old, new, _ = change.split("/")
        text = (shown.app.settings.folder / "stories" / file.rpartition("/")[2]).read_text()
        assert text.count(old) == 1
        assert new not in text


def test_the_command_that_asks_the_feed_has_its_present_etag(shown: Shown) -> None:
    (ask,) = [command for command in commands_on(shown) if command[0] == "curl"]
    condition = ask[ask.index("-H") + 1].removeprefix("If-None-Match: ")
    assert ask[-1] == f"{BASE_URL}/feeds/all.{FeedFormat.ATOM}"
    assert shown.visitor.get("/feeds/all.atom", if_none_match=condition).status == 304


def test_the_front_page_leads_to_the_start_page(shown: Shown) -> None:
    assert '<a href="/demo/">' in shown.visitor.get("/").text


def test_the_glance_looks_again_until_the_story_has_changed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with demonstration(tmp_path_factory.mktemp("changing")) as changing:
        before = changing.visitor.get("/demo/now")
        assert "Ferry runs aground" in before.text
        assert before.headers["refresh"] == "2"
        update(changing.demo, changing.app)
        after = changing.visitor.get("/demo/now")
        assert "It has changed" in after.text
        assert "refresh" not in after.headers


def test_the_mailbox_lists_every_mail_with_its_reader(shown: Shown) -> None:
    page = shown.visitor.get("/demo/mail").text
    mails = Mailbox(shown.app.settings.mail.maildir).mails()
    assert len(mails) == 4 * len(READERS) + 1  # two mornings, a correction, a retraction
    assert all(f'href="/demo/mail/{mail.name}"' in page for mail in mails)
    assert all(reader in page for reader in READERS)


def test_a_mail_is_shown_as_html_text_and_source(shown: Shown) -> None:
    mail = newest(shown)
    page = shown.visitor.get(f"/demo/mail/{mail.name}").text
    assert f'src="/demo/mail/{mail.name}/html"' in page
    assert "THE PORT ELLERY COURIER" in page
    source = shown.visitor.get(f"/demo/mail/{mail.name}/source")
    assert source.body == mail.source
    assert source.headers["content-type"].startswith("text/plain")


def test_a_mails_html_can_style_itself_and_nothing_else(shown: Shown) -> None:
    answer = shown.visitor.get(f"/demo/mail/{newest(shown).name}/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; style-src 'unsafe-inline'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert '<base target="_blank">' in answer.text
    assert f"{BASE_URL}/demo/pictures/ferry.png" in answer.text


def test_mails_that_a_mail_program_has_read_are_still_there(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with demonstration(tmp_path_factory.mktemp("read")) as read:
        maildir = read.app.settings.mail.maildir
        mail = newest(read)
        (new,) = (maildir / "new").glob(f"{mail.name}*")
        new.rename(maildir / "cur" / f"{new.name}:2,S")
        assert read.visitor.get(f"/demo/mail/{mail.name}").status == 200


@pytest.mark.parametrize("name", ["none", "..", "%2e%2e%2fsecret", "*"])
def test_a_mail_that_is_not_there_answers_404(shown: Shown, name: str) -> None:
    assert shown.visitor.get(f"/demo/mail/{name}").status == 404
    assert shown.visitor.get(f"/demo/mail/{name}/source").status == 404


def test_the_pictures_are_there(shown: Shown) -> None:
    for name in ("ferry", "bridge"):
        answer = shown.visitor.get(f"/demo/pictures/{name}.png")
        assert (answer.status, answer.body[:4]) == (200, b"\x89PNG")
    assert shown.visitor.get("/demo/pictures/other.png").status == 404
