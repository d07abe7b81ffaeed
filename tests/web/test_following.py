"""Can readers follow an article, an author or a tag with any browser, be told, and stop?"""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.audience import SubscriptionStatus, SuppressionReason
from tests.web.newsroom import FERRY, NOW, Newsroom, with_body

ADA = "ada@example.org"
SLUG = "ferry-stops-at-noon"
PENDING, ACTIVE, LAPSED, ENDED = SubscriptionStatus
CHANGED = with_body(FERRY, "The ferry to the isle stops at noon on Sunday.")


@pytest.fixture
def site(newsroom: Newsroom) -> Newsroom:
    """Publish an article."""
    newsroom.publish(FERRY)
    newsroom.later(minutes=1)
    return newsroom


def subject(newsroom: Newsroom) -> str:
    """Return what the form on the article's page sends."""
    page = newsroom.visitor.get(f"/articles/{SLUG}").text
    (name,) = re.findall(r'name="subject" value="(articles/[0-9a-f-]{36})"', page)
    return str(name)


def mails(newsroom: Newsroom, folder: Path) -> list[EmailMessage]:
    """Send what is due; return the mails that lie in the Maildir, oldest first."""
    newsroom.app.tick()
    newsroom.app.send_mail()
    files = sorted((folder / "var" / "mail" / "new").glob("*"), key=lambda f: f.stat().st_mtime_ns)
    read = [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]
    assert all(isinstance(mail, EmailMessage) for mail in read)
    return read


def text(mail: EmailMessage) -> str:
    """Return the words of a mail, in one line."""
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def link(mail: EmailMessage) -> str:
    """Return the path of the link with a token in a mail."""
    (path,) = set(re.findall(r"https://harbour\.example(/(?:un)?follow/[\w-]{20,})", text(mail)))
    return str(path)


def status(newsroom: Newsroom, name: str) -> SubscriptionStatus | None:
    """Return how Ada stands towards something."""
    with newsroom.app.store.read() as tx:
        reader = tx.subscribers.find(ADA)
        standings = tx.followings.of(reader.id) if reader else []
    return next((f.status for f in standings if f.subject == name), None)


def follow(newsroom: Newsroom, folder: Path, name: str) -> None:
    """Have Ada fill in the form, and press the button behind the link."""
    assert newsroom.visitor.post("/follow", f"email={ADA}&subject={name}").status == 200
    assert newsroom.visitor.post(link(mails(newsroom, folder)[-1])).status == 200
    newsroom.later(minutes=1)


def test_from_the_form_to_the_notice_to_the_end(site: Newsroom, tmp_path: Path) -> None:
    name = subject(site)
    follow(site, tmp_path, name)
    assert status(site, name) is ACTIVE
    site.update(SLUG, CHANGED, "Told by the harbour office.")
    asked, notice = mails(site, tmp_path)
    assert asked["Subject"] == "Please confirm that you follow Ferry stops at noon"
    assert "List-Unsubscribe" not in asked
    assert notice["Subject"] == "Updated: Ferry stops at noon"
    assert "There is news in a story that you follow." in text(notice)
    assert "Told by the harbour office." in text(notice)
    assert "ends by itself after 14 days without a change" in text(notice)
    assert notice["List-Unsubscribe"] == f"<https://harbour.example{link(notice)}>"
    assert notice["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert site.visitor.post(link(notice), "List-Unsubscribe=One-Click").status == 200
    assert status(site, name) is ENDED
    site.later(minutes=20)
    site.update(SLUG, FERRY, "More.")
    assert len(mails(site, tmp_path)) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tags/ferries", "You get this because you follow Ferries."),
        ("authors/ines-calder", "You get this because you follow Ines Calder."),
    ],
)
def test_who_follows_a_tag_or_author_is_told_of_a_new_article(
    site: Newsroom, tmp_path: Path, name: str, said: str
) -> None:
    page = site.visitor.get(f"/{name}").text
    assert f'name="subject" value="{name}"' in page
    follow(site, tmp_path, name)
    site.publish(with_body(FERRY, "A second ferry."), "second-ferry")
    (_, notice) = mails(site, tmp_path)
    assert notice["Subject"] == "New: Ferry stops at noon"
    assert said in text(notice)
    assert "The last boat leaves early." in text(notice)
    assert site.visitor.post(link(notice)).status == 200
    assert status(site, name) is ENDED


def test_what_a_follower_agreed_to_names_the_article_by_its_id(
    site: Newsroom, tmp_path: Path
) -> None:
    name = subject(site)
    follow(site, tmp_path, name)
    asked, confirmed = site.app.show_subscriber(ADA).consents
    assert asked.words.startswith(f"{name}: We send a message first")
    assert FERRY.headline not in asked.words + confirmed.words


def test_what_was_taken_down_is_not_named_to_its_follower_and_can_be_ended_or_kept(
    site: Newsroom, tmp_path: Path
) -> None:
    follow(site, tmp_path, "authors/ines-calder")
    site.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
    site.visitor.post("/preferences", f"email={ADA}")
    (asked,) = (m for m in mails(site, tmp_path) if "preferences/" in text(m))
    (page,) = set(re.findall(r"https://harbour\.example(/preferences/\S+)", text(asked)))
    shown = site.visitor.get(page).text
    assert "ines-calder" not in shown
    (number,) = re.findall(r'name="following" value="(\d+)"', shown)
    for kept, standing in ((number, ACTIVE), ("", ENDED)):
        sent = f"timezone=UTC&following={kept}"
        assert site.visitor.post(page, sent).status == 200
        assert status(site, "authors/ines-calder") is standing


def test_sections_have_no_form_and_cannot_be_followed(site: Newsroom) -> None:
    assert "/follow" not in site.visitor.get("/sections/harbour").text
    assert site.visitor.post("/follow", f"email={ADA}&subject=sections/harbour").status == 404


def test_the_answer_does_not_tell_who_is_known(site: Newsroom, tmp_path: Path) -> None:
    name = subject(site)
    follow(site, tmp_path, name)
    with site.app.store.write() as tx:
        tx.subscribers.suppress("bad@example.org", SuppressionReason.COMPLAINED, NOW)
    said = [
        site.visitor.post("/follow", f"email={email}&subject={name}")
        for email in (ADA, "new@example.org", "bad@example.org")
    ]
    assert len({(a.status, a.body, tuple(a.headers.raw)) for a in said}) == 1
    assert [mail["To"] for mail in mails(site, tmp_path)] == [ADA, "new@example.org"]


@pytest.mark.parametrize("form", ["follow", "subscribe"])
def test_a_program_that_fills_in_every_field_is_answered_and_gets_no_mail(
    site: Newsroom, tmp_path: Path, form: str
) -> None:
    sent = f"email={ADA}&subject={subject(site)}&newsletter=none&website=spam"
    assert site.visitor.post(f"/{form}", sent).status == 200
    assert mails(site, tmp_path) == []


def test_a_form_with_a_fault_comes_back_filled_in(site: Newsroom) -> None:
    answer = site.visitor.post("/follow", f"email=ada&subject={subject(site)}")
    assert answer.status == 400
    assert 'value="ada"' in answer.text
    assert 'role="alert"' in answer.text


def test_the_form_has_a_page_of_its_own(site: Newsroom) -> None:
    answer = site.visitor.get("/follow?subject=tags/ferries")
    assert answer.status == 200
    assert "Ferries" in answer.text
    assert site.visitor.get("/follow").status == 404
    assert site.visitor.get("/follow?subject=tags/none").status == 404


def test_looking_at_links_changes_nothing(site: Newsroom, tmp_path: Path) -> None:
    name = subject(site)
    site.visitor.post("/follow", f"email={ADA}&subject={name}")
    confirm = link(mails(site, tmp_path)[-1])
    for method in ("GET", "HEAD"):
        assert site.visitor.ask(method, confirm).status == 200
    assert status(site, name) is PENDING
    site.visitor.post(confirm)
    site.later(minutes=1)
    site.update(SLUG, CHANGED, "More.")
    stop = link(mails(site, tmp_path)[-1])
    for method in ("GET", "HEAD"):
        answer = site.visitor.ask(method, stop)
        assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
        assert answer.headers["referrer-policy"] == "no-referrer"
    assert status(site, name) is ACTIVE


@pytest.mark.parametrize("purpose", ["follow", "unfollow"])
def test_tokens_of_other_purposes_and_forged_ones_open_nothing(
    site: Newsroom, tmp_path: Path, purpose: str
) -> None:
    name = subject(site)
    follow(site, tmp_path, name)
    confirm = link(mails(site, tmp_path)[-1]).rpartition("/")[2]
    for token in ("x", "A" * 43, "a%00b", confirm[:-1], *([confirm] * (purpose == "unfollow"))):
        assert site.visitor.get(f"/{purpose}/{token}").status == 404
        assert site.visitor.post(f"/{purpose}/{token}").status == 404
    assert status(site, name) is ACTIVE


def test_an_old_confirm_link_opens_nothing(site: Newsroom, tmp_path: Path) -> None:
    site.visitor.post("/follow", f"email={ADA}&subject={subject(site)}")
    confirm = link(mails(site, tmp_path)[-1])
    site.clock.set(NOW + timedelta(days=8))
    assert site.visitor.post(confirm).status == 404


def test_a_quiet_article_is_followed_no_longer_and_a_last_mail_says_so(
    site: Newsroom, tmp_path: Path
) -> None:
    name = subject(site)
    follow(site, tmp_path, name)
    site.later(days=15)
    last = mails(site, tmp_path)[-1]
    assert last["Subject"] == "Ended: you no longer follow Ferry stops at noon"
    assert "Nothing has changed in “Ferry stops at noon” for 14 days" in text(last)
    assert f"https://harbour.example/articles/{SLUG}" in text(last)
    assert status(site, name) is LAPSED


def test_no_mail_that_waits_names_an_article_that_was_taken_down(
    site: Newsroom, tmp_path: Path
) -> None:
    site.visitor.post("/follow", f"email={ADA}&subject={subject(site)}")
    site.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.")
    with site.app.store.read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT subject, text, html FROM cohorts").all()
    assert [tuple(row) for row in rows] == [(None, None, None)]
    assert mails(site, tmp_path) == []


def test_a_retracted_article_cannot_be_followed(site: Newsroom) -> None:
    name = subject(site)
    site.app.revise.withdraw(SLUG, Kind.RETRACTION, "No.")
    assert "/follow" not in site.visitor.get(f"/articles/{SLUG}").text
    assert site.visitor.post("/follow", f"email={ADA}&subject={name}").status == 404


def test_everything_can_be_stopped_at_once_in_the_settings(site: Newsroom, tmp_path: Path) -> None:
    name = subject(site)
    follow(site, tmp_path, name)
    site.visitor.post("/preferences", f"email={ADA}")
    (path,) = set(re.findall(r"(/preferences/[\w-]{20,})", text(mails(site, tmp_path)[-1])))
    assert f'value="{name}" checked' in site.visitor.get(path).text
    assert site.visitor.post(path, f"following={name}&timezone=UTC").status == 200
    assert status(site, name) is ACTIVE
    sent = f"following={name}&timezone=UTC&unsubscribe=all"
    assert site.visitor.post(path, sent).status == 200
    assert status(site, name) is ENDED
