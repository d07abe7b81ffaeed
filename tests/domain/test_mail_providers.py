"""A mailbox is put with one of a few large providers, or with the others."""

import pytest

from syndicate.domain.mail_providers import PROVIDERS, provider_of


@pytest.mark.parametrize(
    ("domain", "provider"),
    [
        ("gmail.com", "google"),
        ("GoogleMail.com", "google"),
        ("hotmail.co.uk", "microsoft"),
        ("outlook.com", "microsoft"),
        ("yahoo.co.jp", "yahoo"),
        ("aol.com", "yahoo"),
        ("icloud.com", "apple"),
        ("gmx.de", "united-internet"),
        ("web.de", "united-internet"),
        ("example.org", "other"),
        ("gmail.com.example.org", "other"),
        ("outlook.example.org", "other"),
        ("live", "other"),
        ("", "other"),
    ],
)
def test_a_provider_is_known_by_its_domains(domain: str, provider: str) -> None:
    assert provider_of(domain) == provider
    assert provider in PROVIDERS
