"""Do settings refuse secrets that receivers of events could not check signatures by?"""

from pathlib import Path

import pytest

from syndicate.errors import SettingsFault
from syndicate.settings.outside import WebhookSection

KEY = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2A="
URL = "https://search.example.org/articles"


def section(**given: object) -> WebhookSection:
    return WebhookSection.model_validate({"url": URL, **given})


def test_a_secret_is_read_from_its_file_without_the_end_of_its_line(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    given = section(secret_file="key").rooted(tmp_path)
    assert given.webhook("search").secret == KEY


def test_a_file_with_another_kind_of_secret_is_named(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("long enough to sign by, is it not?")
    given = section(secret_file="key").rooted(tmp_path)
    with pytest.raises(SettingsFault, match=r"\[webhooks.search\] secret_file: .*key: the secret"):
        given.webhook("search")


@pytest.mark.parametrize("given", [{}, {"secret": "long enough to sign by, is it not?"}])
def test_a_webhook_has_a_secret_that_its_receiver_can_use(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="secret"):
        section(**given)
