"""Are limits read by destination, and a slip in them told?"""

from pathlib import Path

import pytest

from syndicate.domain.limits import Limit
from syndicate.errors import SettingsFault
from syndicate.settings import Settings, load

SITE = '[site]\ntitle = "The Harbour Post"\nbase_url = "https://harbour.example"\n'
GMAIL = '[mail.limits."gmail.com"]\n'


def read(folder: Path, text: str) -> Settings:
    path = folder / "settings.toml"
    path.write_text(SITE + text, encoding="utf-8")
    return load(path)


def test_limits_are_by_destination_with_its_domains_and_a_default(tmp_path: Path) -> None:
    text = """
[mail.limits."Gmail.com"]
per_minute = 600
connections = 2
domains = ["googlemail.com"]
[mail.limits.default]
per_minute = 60
burst = 5
"""
    limits = read(tmp_path, text).mail.destination_limits()
    own = limits.of(limits.destination("ada@googlemail.com"))
    assert own == Limit(per_minute=600, connections=2)
    assert limits.of("example.org") == Limit(per_minute=60, burst=5)


def test_nothing_is_limited_unless_it_is_said(tmp_path: Path) -> None:
    assert not read(tmp_path, "").mail.destination_limits()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GMAIL + "burst = 5", "limits nothing; set per_minute, connections, or both"),
        (GMAIL + "per_minute = 0", "per_minute = 0"),
        (GMAIL + "per_hour = 5", "per_hour"),
        (
            GMAIL + 'per_minute = 5\ndomains = ["a.org", "A.org"]',
            'names "a.org" twice; let it be part of one destination',
        ),
        (
            '[mail.limits.default]\nper_minute = 5\ndomains = ["a.org"]',
            "default is for all other domains; take its domains out",
        ),
        ('[mail.limits."ex ample"]\nper_minute = 5', "a domain in its ASCII form"),
    ],
)
def test_a_slip_in_limits_is_told(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        read(tmp_path, text)
    assert fault in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
