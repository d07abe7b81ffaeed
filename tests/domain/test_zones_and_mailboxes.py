"""Are zones and mailboxes read as people write them?"""

import pytest

from syndicate.domain.mailboxes import read_mailbox
from syndicate.domain.messages import Mailbox
from syndicate.domain.zones import zone_named, zone_names
from syndicate.errors import AskedWrongly


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("America/Argentina/Buenos_Aires").key == "America/Argentina/Buenos_Aires"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("berlin", "Europe/Berlin"),
        ("europe/berlim", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("America/LosAngeles", "America/Los_Angeles"),
        ("Europe", "Europe/"),
        ("", "Europe/Berlin"),
        ("../../etc/passwd", "/"),
        ("Mars/Olympus\0", "/"),
        ("x" * 10_000, "Europe/Berlin"),
    ],
)
def test_what_is_no_zone_is_told_with_one_that_is_near(name: str, meant: str) -> None:
    with pytest.raises(AskedWrongly, match=f"is no time zone; write it as in .*{meant}") as caught:
        zone_named(name)
    assert len(str(caught.value)) < 200


def test_the_zones_to_choose_from_are_places_and_all_work() -> None:
    names = zone_names()
    assert {"UTC", "Asia/Kolkata", "Pacific/Chatham"} <= set(names)
    assert names[1:] == tuple(sorted(names[1:]))
    assert not [name for name in names[1:] if "/" not in name]


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("news@example.org", Mailbox(address="news@example.org")),
        ("  <news@example.org> ", Mailbox(address="news@example.org")),
        ("The News <news@example.org>", Mailbox(address="news@example.org", name="The News")),
        (r'"News, \"Daily\"" <n@x.org>', Mailbox(address="n@x.org", name='News, "Daily"')),
        ("O'Neil's <n@bücher.example>", Mailbox(address="n@bücher.example", name="O'Neil's")),
    ],
)
def test_a_mailbox_is_read(text: str, mailbox: Mailbox) -> None:
    assert read_mailbox(text) == mailbox


@pytest.mark.parametrize(
    "text", ["", "news", "a@b.org, c@d.org", "A <a@b.org> B", "A <<a@b.org>>", "A\nB <a@b.org>"]
)
def test_what_is_no_mailbox_is_refused(text: str) -> None:
    with pytest.raises(AskedWrongly, match=r"is no mail address|must not hold"):
        read_mailbox(text)
