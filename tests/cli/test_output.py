"""Is what is found printed so that programs and people can read it?"""

import json

import pytest

from syndicate.cli.output import print_fields, print_json, print_json_array, print_table


def test_json_keeps_letters_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"headline": "Größe – 港"})
    assert "Größe – 港" in capsys.readouterr().out


@pytest.mark.parametrize("values", [[], [1], [{"a": 1}, {"b": "ü"}]])
def test_an_array_is_printed_while_it_is_found(
    values: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    print_json_array(iter(values))
    assert json.loads(capsys.readouterr().out) == values


def test_a_table_is_aligned_outside_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("id", "status"), [(1, "draft"), (200, "published")], none="")
    assert capsys.readouterr().out == "ID   STATUS\n1    draft\n200  published\n"


def test_an_empty_table_says_what_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("id",), [], none="There are none.")
    assert capsys.readouterr().out == "There are none.\n"


def test_a_cell_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("a", "b"), [("one\ntwo", True)], none="")
    assert capsys.readouterr().out.splitlines()[1] == "one two  yes"


def test_fields_without_a_value_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    print_fields({"slug": "a", "summary": "", "tags": [], "authors": ["X", "Y"]})
    assert capsys.readouterr().out == "slug:     a\nauthors:  X, Y\n"
