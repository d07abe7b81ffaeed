"""Can readers subscribe, confirm and leave with any browser, and nobody in their place?"""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from starlette.requests import Request

from syndicate.domain.audience import SubscriptionKey, SubscriptionStatus, SuppressionReason
from syndicate.domain.editions import Newsletter
from syndicate.domain.networks import MOST_AN_HOUR
from syndicate.web.asking import Asking
from syndicate.web.forms import Form
from syndicate.web.readers import ReaderFace
from tests.web.newsroom import NOW, Newsroom
from tests.web.visitor import Answer

ADA = "ada@example.org"
ASK = f"email={ADA}&newsletter=morning&timezone=Europe/Berlin"
MULTIPART = (
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
)
PENDING, ACTIVE, _, ENDED = SubscriptionStatus


@pytest.fixture
def readers(newsroom: Newsroom) -> Newsroom:
    """Have two newsletters to subscribe to."""
    with newsroom.app.store.write() as tx:
        for name in ("morning", "evening"):
            tx.newsletters.add(
                Newsletter(
                    name=name,
                    title=f"The {name.title()}",
                    schedule="daily 07:00",
                    timezone="Europe/Berlin",
                    created=NOW,
                )
            )
    return newsroom


def standing(newsroom: Newsroom, name: str = "morning") -> SubscriptionStatus | None:
    """Return how Ada stands towards a newsletter."""
    with newsroom.app.store.read() as tx:
        reader = tx.subscribers.find(ADA)
        known = reader and tx.subscribers.subscription(reader.id, tx.newsletters.get(name).id)
    return known.status if known else None


def test_a_newsletter_that_is_gone_is_told_in_a_readers_words(readers: Newsroom) -> None:
    answer = readers.visitor.post("/subscribe", f"email={ADA}&newsletter=noon")
    assert (answer.status, "not offered any more" in answer.text) == (400, True)
    assert "syndicate newsletter" not in answer.text


def mails(newsroom: Newsroom) -> list[str]:
    """Return the texts of the mails that wait to be sent."""
    with newsroom.app.store.read() as tx:
        bodies = [tx.cohorts.body(delivery.cohort_id) for delivery in tx.deliveries.page()]
    return [body.text for body in bodies if body]


def link(newsroom: Newsroom) -> str:
    """Return the path of the link in the newest mail."""
    (path,) = set(re.findall(r"https://harbour\.example(/\w+/[\w-]{20,})", mails(newsroom)[-1]))
    return str(path)


def leave(newsroom: Newsroom) -> str:
    """Return the path that ends Ada's morning newsletter."""
    with newsroom.app.store.read() as tx:
        reader, newsletter = tx.subscribers.by_email(ADA), tx.newsletters.get("morning")
    key = SubscriptionKey(subscriber_id=reader.id, newsletter_id=newsletter.id)
    return f"/unsubscribe/{newsroom.app.tokens.unsubscribe(key)}"


@pytest.fixture
def asked(readers: Newsroom) -> Newsroom:
    """Have Ada fill in the form."""
    assert readers.visitor.post("/subscribe", ASK).status == 200
    return readers


@pytest.fixture
def active(asked: Newsroom) -> Newsroom:
    """Have Ada press the button behind the link."""
    assert asked.visitor.post(link(asked)).status == 200
    return asked


def check_private(answer: Answer) -> None:
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers


def test_the_form_offers_every_newsletter_and_the_sites_zone(readers: Newsroom) -> None:
    answer = readers.visitor.get("/subscribe?newsletter=evening")
    assert answer.status == 200
    assert "The Morning" in answer.text
    assert re.search(r'value="evening"\s+checked', answer.text)
    assert not re.search(r'value="morning"\s+checked', answer.text)
    assert '<option value="UTC" selected>' in answer.text


def test_asking_queues_one_mail_and_subscribes_nobody(asked: Newsroom) -> None:
    assert len(mails(asked)) == 1
    assert standing(asked) is PENDING


def test_several_newsletters_can_be_asked_for_at_once(readers: Newsroom) -> None:
    assert readers.visitor.post("/subscribe", f"{ASK}&newsletter=evening").status == 200
    assert {standing(readers), standing(readers, "evening")} == {PENDING}


def test_the_answer_does_not_tell_who_is_known(active: Newsroom) -> None:
    with active.app.store.write() as tx:
        tx.subscribers.suppress("bad@example.org", SuppressionReason.COMPLAINED, NOW)
    said = [
        active.visitor.post("/subscribe", f"email={email}&newsletter=morning")
        for email in (ADA, "new@example.org", "bad@example.org")
    ]
    assert len({(a.status, a.body, tuple(a.headers.raw)) for a in said}) == 1
    assert len(mails(active)) == 2


@pytest.mark.parametrize(
    ("sent", "kept", "fault"),
    [
        ("email=ada&newsletter=morning", 'value="ada"', "email"),
        ("email=&newsletter=morning", "checked", "email"),
        (f"email={ADA}", f'value="{ADA}"', "newsletter"),
        (f"email={ADA}&newsletter=noon", f'value="{ADA}"', "newsletter"),
        (f"email={ADA}&newsletter=morning&timezone=Mars/Olympus", f'value="{ADA}"', "timezone"),
        ("email=%22%3E%3Cscript%3E&newsletter=morning", '"&#34;&gt;&lt;script&gt;"', "email"),
    ],
)
def test_a_form_with_a_fault_comes_back_filled_in(
    readers: Newsroom, sent: str, kept: str, fault: str
) -> None:
    answer = readers.visitor.post("/subscribe", sent)
    assert answer.status == 400
    assert kept in answer.text
    assert f'id="{fault}-fault" role="alert"' in answer.text
    assert mails(readers) == []


def test_looking_at_the_link_confirms_nothing(asked: Newsroom) -> None:
    for method in ("GET", "HEAD"):
        assert asked.visitor.ask(method, link(asked)).status == 200
    assert "The Morning" in asked.visitor.get(link(asked)).text
    assert standing(asked) is PENDING


def test_pressing_the_button_confirms(active: Newsroom) -> None:
    assert standing(active) is ACTIVE


def test_pressing_it_twice_is_as_good_as_once(active: Newsroom) -> None:
    answer = active.visitor.post(link(active))
    assert answer.status == 200
    assert "The Morning" in answer.text
    assert standing(active) is ACTIVE


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_expired_link_confirms_nothing(asked: Newsroom, method: str) -> None:
    asked.clock.set(NOW + timedelta(days=8))
    assert asked.visitor.ask(method, link(asked)).status == 404
    assert standing(asked) is PENDING


def test_a_link_from_before_the_end_brings_nothing_back(active: Newsroom) -> None:
    active.visitor.post(leave(active))
    assert active.visitor.post(link(active)).status == 404
    assert standing(active) is ENDED


def test_looking_at_the_link_unsubscribes_nobody(active: Newsroom) -> None:
    for method in ("GET", "HEAD"):
        assert active.visitor.ask(method, leave(active)).status == 200
    assert standing(active) is ACTIVE


@pytest.mark.parametrize(
    ("body", "sent_as"),
    [
        ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (MULTIPART, "multipart/form-data; boundary=x"),
        ("", "application/x-www-form-urlencoded"),
        ("{", "application/json"),
    ],
)
def test_one_click_ends_it_at_once(active: Newsroom, body: str, sent_as: str) -> None:
    answer = active.visitor.post(leave(active), body, content_type=sent_as)
    assert answer.status == 200
    assert standing(active) is ENDED


def test_one_click_twice_is_as_good_as_once(active: Newsroom) -> None:
    for _ in range(2):
        assert active.visitor.post(leave(active)).status == 200
    assert standing(active) is ENDED


FORGED = ("x", "A" * 43, "A" * 64, "a%00b", "%FF", "%C3%A9" * 20, "x" * 9000, "'%22%3C")


@pytest.mark.parametrize("purpose", ["confirm", "unsubscribe", "preferences"])
def test_forged_tokens_open_nothing(active: Newsroom, purpose: str) -> None:
    tokens = [*FORGED, leave(active)[13:-1], leave(active)[13:] + "A"]
    if purpose != "unsubscribe":
        tokens.append(leave(active).rpartition("/")[2])
    for token in tokens:
        for answer in (
            active.visitor.get(f"/{purpose}/{token}"),
            active.visitor.post(f"/{purpose}/{token}", "timezone=UTC"),
        ):
            assert answer.status == 404, token
    assert standing(active) is ACTIVE


def test_pages_of_readers_are_kept_by_nobody(active: Newsroom) -> None:
    for target in ("/subscribe", link(active), leave(active), "/confirm/x", "/unsubscribe/x"):
        check_private(active.visitor.get(target))
        check_private(active.visitor.post(target, "newsletter=morning"))


@pytest.mark.parametrize("target", ["/subscribe", "/preferences"])
def test_only_small_forms_are_read(readers: Newsroom, target: str) -> None:
    post = readers.visitor.post
    assert post(target, "x" * 70_000).status == 413
    assert post(target, "x=1&" * 300).status == 400
    assert post(target, "email=a%00b&newsletter=morning").status == 400
    assert post(target, "--x--", content_type="multipart/form-data; boundary=x").status == 415
    assert post(target, "{}", content_type="application/json").status == 415
    assert post(target, b"\xff\xfe=\x00%zz&newsletter=morning").status in {200, 400}
    assert mails(readers) == []


def test_other_methods_are_told_what_there_is(readers: Newsroom) -> None:
    for target in ("/subscribe", "/confirm/x", "/unsubscribe/x", "/preferences", "/preferences/x"):
        answer = readers.visitor.ask("PUT", target)
        assert answer.status == 405
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}


def ask_for_settings(newsroom: Newsroom) -> str:
    assert newsroom.visitor.post("/preferences", f"email={ADA}").status == 200
    assert "/preferences/" in link(newsroom)
    return link(newsroom)


def test_a_link_to_the_settings_is_mailed_to_who_is_known(active: Newsroom) -> None:
    before = len(mails(active))
    said = [
        active.visitor.post("/preferences", f"email={email}").body
        for email in (ADA, "nobody@example.org", "no address", "")
    ]
    assert len(set(said)) == 1
    assert len(mails(active)) == before + 1


def test_the_settings_show_what_was_chosen_and_hide_the_address(active: Newsroom) -> None:
    answer = active.visitor.get(ask_for_settings(active))
    assert answer.status == 200
    assert re.search(r'value="morning"\s+checked', answer.text)
    assert not re.search(r'value="evening"\s+checked', answer.text)
    assert '<option value="Europe/Berlin" selected>' in answer.text
    assert ADA not in answer.text
    check_private(answer)


def test_saving_begins_ends_and_moves(active: Newsroom) -> None:
    path = ask_for_settings(active)
    answer = active.visitor.post(path, "newsletter=evening&timezone=Asia/Tokyo")
    assert answer.status == 200
    assert (standing(active), standing(active, "evening")) == (ENDED, ACTIVE)
    with active.app.store.read() as tx:
        assert tx.subscribers.by_email(ADA).timezone == "Asia/Tokyo"


def test_wishes_are_kept_and_shown_again(active: Newsroom) -> None:
    path = ask_for_settings(active)
    wished = "frequency=weekly&paused_until=2026-03-20&plain_text=1&section=harbour&section=moon"
    sent = f"newsletter=morning&timezone=Europe/Berlin&{wished}"
    assert active.visitor.post(path, sent).status == 200
    shown = active.visitor.get(path).text
    assert re.search(r'value="weekly"\s+checked', shown)
    assert re.search(r'name="plain_text" value="1"\s+checked', shown)
    assert 'type="date" value="2026-03-20"' in shown
    assert "moon" not in shown  # there is no such section
    assert active.visitor.post(path, "newsletter=morning&timezone=Europe/Berlin").status == 200
    assert re.search(r'value="every"\s+checked', active.visitor.get(path).text)


def test_a_frequency_that_is_none_is_refused(active: Newsroom) -> None:
    path = ask_for_settings(active)
    sent = "newsletter=morning&timezone=UTC&frequency=hourly"
    assert active.visitor.post(path, sent).status == 400


@pytest.mark.parametrize("day", ["soon", "2039-12-31"])
def test_a_pause_that_cannot_be_is_told_beside_the_choices_as_sent(
    active: Newsroom, day: str
) -> None:
    path = ask_for_settings(active)
    chosen = "newsletter=evening&timezone=Asia/Tokyo&frequency=weekly&plain_text=1"
    answer = active.visitor.post(path, f"{chosen}&section=harbour&paused_until={day}")
    assert answer.status == 400
    check_private(answer)
    assert "Nothing is saved yet: choose a day, Sept. 1, 2026 at the latest." in answer.text
    assert f'type="date" value="{day}" max="2026-09-01" autofocus' in answer.text
    for ticked in ('value="evening"', 'value="weekly"', 'name="plain_text" value="1"'):
        assert re.search(rf"{ticked}\s+checked", answer.text), ticked
    assert not re.search(r'value="morning"\s+checked', answer.text)
    assert '<option value="Asia/Tokyo" selected>' in answer.text
    assert (standing(active), standing(active, "evening")) == (ACTIVE, None)


def test_one_button_ends_everything_whatever_is_ticked(active: Newsroom) -> None:
    path = ask_for_settings(active)
    sent = "newsletter=morning&newsletter=evening&timezone=UTC&unsubscribe=all"
    answer = active.visitor.post(path, sent)
    assert answer.status == 200
    assert "unsubscribed" in answer.text
    assert (standing(active), standing(active, "evening")) == (ENDED, None)


@pytest.mark.parametrize(
    "nonsense", ["paused_until=2039-12-31", "frequency=hourly", "timezone=Mars/Olympus"]
)
def test_one_button_ends_everything_whatever_else_the_form_says(
    active: Newsroom, nonsense: str
) -> None:
    path = ask_for_settings(active)
    assert active.visitor.post(path, f"{nonsense}&unsubscribe=all").status == 200
    assert standing(active) is ENDED


def test_who_ends_everything_keeps_zone_and_wishes(active: Newsroom) -> None:
    path = ask_for_settings(active)
    wished = "frequency=weekly&timezone=Asia/Tokyo"
    active.visitor.post(path, f"newsletter=morning&{wished}")
    active.visitor.post(path, "frequency=every&timezone=UTC&unsubscribe=all")
    with active.app.store.read() as tx:
        reader = tx.subscribers.by_email(ADA)
    assert (reader.frequency, reader.timezone) == ("weekly", "Asia/Tokyo")


def test_looking_at_the_settings_changes_nothing(active: Newsroom) -> None:
    active.visitor.get(f"{ask_for_settings(active)}?unsubscribe=all&newsletter=evening")
    assert (standing(active), standing(active, "evening")) == (ACTIVE, None)


def test_a_link_to_the_settings_is_good_for_an_hour(active: Newsroom) -> None:
    path = ask_for_settings(active)
    active.later(hours=2)
    assert active.visitor.get(path).status == 404
    assert active.visitor.post(path, "timezone=UTC&unsubscribe=all").status == 404
    assert standing(active) is ACTIVE


def test_settings_that_make_no_sense_are_refused_whole(active: Newsroom) -> None:
    path = ask_for_settings(active)
    assert active.visitor.post(path, "newsletter=evening&timezone=Mars/Olympus").status == 400
    assert active.visitor.post(path, "newsletter=evening").status == 400
    assert active.visitor.post(path, "newsletter=noon&timezone=UTC").status == 404
    assert (standing(active), standing(active, "evening")) == (ACTIVE, None)


def test_who_looks_for_the_settings_is_led_to_where_to_ask(readers: Newsroom) -> None:
    answer = readers.visitor.get("/preferences")
    assert (answer.status, answer.headers["location"]) == (303, "/subscribe")


def test_the_answer_goes_before_anything_of_the_address_is_looked_at(active: Newsroom) -> None:
    """Nobody can time who is known: what depends on it is done after the answer."""
    told: list[int] = []
    face = ReaderFace(
        active.app.subscribe,
        active.app.showcase,
        active.app.pages,
        Asking(active.app.trace, told.append),
    )
    sent = Form((("email", ADA), ("newsletter", "morning"), ("timezone", "UTC")))
    answer = face.ask(Request({"type": "http", "client": ("203.0.113.7", 1)}), sent)
    assert (answer.status_code, told) == (200, [])
    assert answer.background is not None
    # Where a browser is open, this thread has a loop already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, answer.background()).result()
    assert len(told) == 1


def test_a_network_that_asks_for_too_much_is_told_so_whoever_it_asks_for(
    active: Newsroom,
) -> None:
    said = {
        active.visitor.post("/preferences", f"email={email}").status
        for email in [ADA, "nobody@example.org"] * (MOST_AN_HOUR // 2 + 1)
    }
    assert said == {200, 429}
    sent = "email=new@example.org&newsletter=morning&timezone=UTC"
    answer = active.visitor.post("/subscribe", sent)
    assert (answer.status, answer.headers["retry-after"]) == (429, "3600")
    assert "try again in an hour" in answer.text


def test_the_words_agreed_to_are_kept(asked: Newsroom) -> None:
    with asked.app.store.read() as tx:
        (consent,) = tx.subscribers.consents(tx.subscribers.by_email(ADA).id)
    assert consent.words.startswith("The Morning: We send a message first")
    assert consent.trace


def test_a_program_that_fills_in_everything_is_sent_nothing(active: Newsroom) -> None:
    before = len(mails(active))
    for path in ("/preferences", "/subscribe"):
        sent = f"email={ADA}&newsletter=evening&timezone=UTC&website=https://spam.example"
        assert active.visitor.post(path, sent).status == 200
    assert len(mails(active)) == before
