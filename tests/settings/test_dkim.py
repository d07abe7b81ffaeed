"""Do the settings of signing keys come whole, or are they told for what is missing?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from syndicate.errors import SettingsFault
from syndicate.settings import Settings, load

SITE = '[site]\ntitle = "The Harbour Post"\nbase_url = "https://harbour.example"\n'
FIRST = 'selector = "s1"\nkey_file = "keys/s1.pem"\n'

Read = Callable[[str], Settings]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Load a text as the settings of signing."""

    def read(text: str) -> Settings:
        path = tmp_path / "settings.toml"
        path.write_text(f"{SITE}[mail.dkim]\n{text}")
        return load(path)

    return read


def test_keys_lie_below_the_settings_first_one_first(read: Read, tmp_path: Path) -> None:
    second = '[mail.dkim.second]\nselector = "e1"\nkey_file = "/keys/e1.pem"\n'
    dkim = read(f'domain = "harbour.example"\n{FIRST}{second}').mail.dkim
    assert dkim.key_files == (("s1", tmp_path / "keys" / "s1.pem"), ("e1", Path("/keys/e1.pem")))


def test_without_a_key_nothing_is_signed(read: Read) -> None:
    assert read("").mail.dkim.key_files == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FIRST, "[mail.dkim] domain is needed to sign"),
        ('domain = "harbour.example"\nselector = "s1"\n', "[mail.dkim] key_file"),
        ('domain = "harbour.example"\nkey_file = "k"\n', "[mail.dkim] key_file"),
        (f'domain = "-.example"\n{FIRST}', '[mail.dkim] domain = "-.example" is not a domain'),
        ('selector = "s 1"\nkey_file = "k"\n', '[mail.dkim] selector = "s 1" is not a selector'),
        ('[mail.dkim.second]\nselector = "e"\nkey_file = "k"\n', "is beside a first key"),
    ],
)
def test_what_is_missing_or_wrong_is_told(read: Read, text: str, said: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        read(text)
    assert said in str(caught.value)
