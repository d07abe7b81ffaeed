"""Each machine has a name, the same whenever it is asked for."""

from pathlib import Path

import pytest

from syndicate.errors import SettingsFault
from syndicate.settings.node import load_node


def test_a_machine_keeps_the_name_that_it_was_first_given(tmp_path: Path) -> None:
    name = load_node(tmp_path / "var" / "node")
    assert len(name) == 8
    assert load_node(tmp_path / "var" / "node") == name


def test_two_machines_have_two_names(tmp_path: Path) -> None:
    assert load_node(tmp_path / "one") != load_node(tmp_path / "other")


def test_a_name_that_cannot_be_kept_is_a_fault_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(SettingsFault, match="let the user"):
        load_node(tmp_path / "var" / "node")
