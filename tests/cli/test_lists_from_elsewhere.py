"""Is a list that Mailchimp or listmonk wrote taken in as it was meant, file by file?"""

from collections.abc import Mapping, Sequence

import pytest

from tests.cli.site_folder import SiteFolder

_MEMBER = [
    "MEMBER_RATING",
    "OPTIN_TIME",
    "OPTIN_IP",
    "CONFIRM_TIME",
    "CONFIRM_IP",
    "LATITUDE",
    "LONGITUDE",
]
_PLACE = ["GMTOFF", "DSTOFF", "TIMEZONE", "CC", "REGION"]
_LEFT = [
    "UNSUB_TIME",
    "UNSUB_CAMPAIGN_TITLE",
    "UNSUB_CAMPAIGN_ID",
    "UNSUB_REASON",
    "UNSUB_REASON_OTHER",
]
_CLEANED = ["CLEAN_TIME", "CLEAN_CAMPAIGN_TITLE", "CLEAN_CAMPAIGN_ID"]
_END = ["LEID", "EUID", "NOTES", "TAGS"]
_PERSON = ["Email Address", "First Name", "Last Name"]
_SINCE = "2021-03-04 05:06:07"

SUBSCRIBED, NONSUBSCRIBED, UNSUBSCRIBED, CLEANED = (
    f"{standing}_email_audience_export_0a1b2c3d4e.csv"
    for standing in ("subscribed", "nonsubscribed", "unsubscribed", "cleaned")
)
COLUMNS: Mapping[str, Sequence[str]] = {
    SUBSCRIBED: [*_PERSON, *_MEMBER, *_PLACE, "LAST_CHANGED", *_END],
    NONSUBSCRIBED: [*_PERSON, *_MEMBER, *_PLACE, "LAST_CHANGED", *_END],
    UNSUBSCRIBED: [*_PERSON, *_MEMBER, *_PLACE, *_LEFT, *_END],
    CLEANED: [*_PERSON, *_MEMBER, *_PLACE, *_CLEANED, *_END],
}
"""What Mailchimp writes into each of the files in its archive."""

LISTMONK = "uuid,email,name,attributes,status,created_at,updated_at"
CONFIRMED = ("--standing", "confirmed")
TAKEN_IN = ("--newsletter", "morning", "--confirmed", "--json")


def mailchimp(site: SiteFolder, name: str, *readers: str) -> str:
    """Write one of Mailchimp's files; return its path."""
    told = {
        "First Name": "Ada, or Ida",
        "MEMBER_RATING": "2",
        "CONFIRM_TIME": _SINCE,
        "TIMEZONE": "Europe/Oslo",
        "UNSUB_TIME": "2022-01-02 03:04:05",
        "UNSUB_REASON": "N/A (Unsubscribed by admin)",
        "CLEAN_TIME": "2022-01-02 03:04:05",
        "NOTES": "met at the fair",
        "TAGS": '""weekly"",""paper""',
    }
    lines = [",".join(f'"{column}"' for column in COLUMNS[name])]
    for reader in readers:
        cells = told | {"Email Address": reader}
        lines.append(",".join(f'"{cells.get(column, "")}"' for column in COLUMNS[name]))
    return site.write(name, "\n".join([*lines, ""]))


def listmonk(site: SiteFolder, **readers: str) -> str:
    """Write listmonk's file, by who stands how, as Go spells a time; return its path."""
    lines = (
        f'7c9e6679-7425-40de-944b-e07fc1f9{number:04x},{name}@example.org,"{name.title()}, Dr.",'
        f'"{{""city"": ""Ulm, Donau""}}",{status},2021-03-04 05:06:07.123456 +0000 UTC,'
        "2022-01-02 03:04:05.6 +0100 CET"
        for number, (name, status) in enumerate(readers.items())
    )
    return site.write("subscribers.csv", "\n".join([LISTMONK, *lines, ""]))


def counted(told: Mapping[str, int]) -> dict[str, int]:
    """Return what became of a list, without what became of nobody."""
    return {what: count for what, count in told.items() if count}


def taken(site: SiteFolder, file: str, *more: str) -> dict[str, int]:
    """Take a list in, as one whose readers agreed; return what became of whom."""
    return counted(site.done("subscriber", "import", file, *TAKEN_IN, *more).json)


def mailed(site: SiteFolder) -> set[str]:
    """Send an edition; return who was mailed it."""
    site.publish_story()
    site.done("digest", "send", "morning")
    told = site.done("delivery", "list", "--edition", "1", "--json").json
    return {each["email"] for each in told if each["status"] == "sent"}


@pytest.fixture
def files(site: SiteFolder) -> Sequence[str]:
    """Give what comes out of Mailchimp's archive, in the order of a folder."""
    site.add_newsletter()
    return [
        mailchimp(site, CLEANED, "gone@example.org"),
        mailchimp(site, NONSUBSCRIBED, "bought@example.org"),
        mailchimp(site, SUBSCRIBED, "ada@example.org", "bob@example.org"),
        mailchimp(site, UNSUBSCRIBED, "left@example.org"),
    ]


def test_each_of_mailchimps_files_is_taken_as_it_is_meant(
    site: SiteFolder, files: Sequence[str]
) -> None:
    assert [taken(site, file) for file in files] == [
        {"suppressed": 1},
        {"asked": 1},  # who bought something has not agreed, whatever --confirmed says
        {"added": 2},
        {"ended": 1},
    ]
    assert mailed(site) == {"ada@example.org", "bob@example.org"}
    (reader,) = [
        each
        for each in site.done("subscriber", "export", "--format", "json").json
        if each["email"] == "ada@example.org"
    ]
    assert reader["timezone"] == "Europe/Oslo"


def test_mailchimps_files_taken_in_again_change_nothing(
    site: SiteFolder, files: Sequence[str]
) -> None:
    for file in files:
        taken(site, file)
    before = site.done("subscriber", "export", "--format", "json").out
    assert [taken(site, file) for file in files] == [
        {"suppressed": 1},
        {"known": 1},
        {"known": 2},
        {"left": 1},
    ]
    assert site.done("subscriber", "export", "--format", "json").out == before


def test_the_archive_itself_is_no_list(site: SiteFolder) -> None:
    site.add_newsletter()
    file = site.path / "audience.zip"
    file.write_bytes(b"PK\x03\x04\x14\x00 and so on\n")
    answer = site.ask("subscriber", "import", str(file), "--newsletter", "morning")
    assert answer.code == 2
    assert "is a ZIP archive; unpack it" in answer.err


def test_listmonks_list_is_taken_as_it_is_meant(site: SiteFolder) -> None:
    site.add_newsletter()
    file = listmonk(site, ada="enabled", eve="disabled", zoe="blocklisted")
    assert taken(site, file, *CONFIRMED) == {"added": 1, "ended": 1, "suppressed": 1}
    assert mailed(site) == {"ada@example.org"}
    assert taken(site, file, *CONFIRMED) == {"known": 1, "left": 1, "suppressed": 1}


def test_whom_listmonk_calls_enabled_comes_in_once_it_is_said_how_they_stand_on_the_list(
    site: SiteFolder,
) -> None:
    site.add_newsletter()
    file = listmonk(site, ada="enabled", eve="disabled")
    answer = site.ask("subscriber", "import", file, *TAKEN_IN)
    assert answer.code == 1
    assert "also who left this list" in answer.err
    assert "--standing confirmed, unconfirmed, unsubscribed" in answer.err
    assert mailed(site) == set()
    assert taken(site, file, "--standing", "unconfirmed") == {"asked": 1, "left": 1}


def test_who_left_a_list_of_listmonk_is_ended_here_and_comes_in_by_no_other_export(
    site: SiteFolder,
) -> None:
    site.add_newsletter()
    file = listmonk(site, ada="enabled")
    assert taken(site, file, "--standing", "unsubscribed") == {"ended": 1}
    assert taken(site, file, *CONFIRMED) == {"left": 1}
    assert mailed(site) == set()


def test_who_left_here_is_taken_back_by_neither(site: SiteFolder, files: Sequence[str]) -> None:
    taken(site, files[2])
    words = "email,status\nada@example.org,unsubscribed\n"
    assert taken(site, site.write("gone.csv", words)) == {"ended": 1}
    assert taken(site, files[2]) == {"known": 1, "left": 1}
    assert taken(site, listmonk(site, ada="enabled", bob="enabled"), *CONFIRMED) == {
        "known": 1,
        "left": 1,
    }
    assert mailed(site) == {"bob@example.org"}
