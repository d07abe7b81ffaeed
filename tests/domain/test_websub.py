"""What is shown of a subscription where it is printed or logged?"""

from dataclasses import fields

import pytest

from syndicate.domain.websub import Asked, Callback, Intent


@pytest.mark.parametrize("kept", [Asked, Callback, Intent])
def test_a_subscribers_secret_is_not_shown(kept: type[Asked | Callback | Intent]) -> None:
    values = {each.name: f"the {each.name}" for each in fields(kept)}
    shown = repr(kept(**values))  # type: ignore[arg-type]
    assert "the secret" not in shown
    assert "the lease" in shown or "the until" in shown
