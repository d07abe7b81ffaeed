"""What runs until it is stopped tells what happens, a line each, that programs can read."""

import json
import logging
import os
from collections.abc import Iterator

import pytest
import structlog

from syndicate.cli.logs import say_errors_only, say_everything


@pytest.fixture(autouse=True)
def _root_logger_of_before() -> Iterator[None]:
    """Leave the handlers of other tests as they are."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before, level


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err.splitlines()


def test_each_line_is_json_where_that_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    say_everything("json")
    with structlog.contextvars.bound_contextvars(request="abc"):
        structlog.get_logger().info("relayed", seq=7, article="größe\nzwei")
    (line,) = lines(capsys)
    told = json.loads(line)
    assert told.pop("timestamp").endswith("Z")
    assert told == {
        "event": "relayed",
        "level": "info",
        "seq": 7,
        "article": "größe\nzwei",
        "request": "abc",
        "process": os.getpid(),
    }


def test_a_line_begins_with_its_time_unless_set(capsys: pytest.CaptureFixture[str]) -> None:
    say_everything()
    structlog.get_logger().info("relayed", seq=7)
    (line,) = lines(capsys)
    assert line.startswith("timestamp=20")
    assert line.endswith(f"level=info event=relayed seq=7 process={os.getpid()}")


def test_no_line_holds_an_address_whoever_put_it_there(capsys: pytest.CaptureFixture[str]) -> None:
    say_everything("json")
    try:
        int("550 <Ada@example.org> unknown")
    except ValueError as error:
        structlog.get_logger().exception("delivery_failed", error=repr(error), delivery=7)
    (line,) = lines(capsys)
    assert "Ada" not in line
    told = json.loads(line)
    assert told["delivery"] == 7
    assert "550 <…@example.org> unknown" in told["error"]
    assert "550 <…@example.org> unknown" in told["exception"]


def test_what_other_libraries_complain_of_stands_among_our_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_everything("json")
    logging.getLogger("uvicorn.error").info("not this")
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        logging.getLogger("uvicorn.error").exception("exception in %s", "application")
    (line,) = lines(capsys)
    told = json.loads(line)
    assert (told["event"], told["level"], told["by"]) == ("told", "error", "uvicorn.error")
    assert told["said"] == "exception in application"
    assert "ZeroDivisionError: division by zero" in told["exception"]


def test_commands_for_people_log_errors_only(capsys: pytest.CaptureFixture[str]) -> None:
    say_errors_only()
    structlog.get_logger().warning("not this")
    structlog.get_logger().error("this")
    (line,) = lines(capsys)
    assert "event=this" in line
