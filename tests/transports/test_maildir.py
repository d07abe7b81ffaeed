"""A Maildir holds each message whole and once, and says what to do when it cannot be written."""

import os
from pathlib import Path

import pytest

from syndicate.domain.messages import Envelope, Outgoing, Words
from syndicate.errors import Conflict, Temporary
from syndicate.transports.maildir import Maildir
from tests.transports.full_disk import largest_file


def outgoing(number: int = 1, body: bytes = b"Hello.\r\n") -> Outgoing:
    return Outgoing(
        delivery_id=str(number),
        envelope=Envelope(sender="a@x.org", recipient="b@x.org", message_id=f"<m{number}@x>"),
        words=Words.of(b"Subject: s\r\n\r\n" + body),
    )


def nothing() -> None:
    """Agree to the commit."""


def deliver(box: Path, message: Outgoing) -> str | None:
    with Maildir(box).connect() as session:
        return session.send(message, nothing).server_id


def files(box: Path) -> list[str]:
    return sorted(str(file.relative_to(box)) for file in box.rglob("*") if file.is_file())


def test_the_folders_of_a_maildir_are_made(tmp_path: Path) -> None:
    Maildir(tmp_path / "deep" / "box").connect()
    assert sorted(os.listdir(tmp_path / "deep" / "box")) == ["cur", "new", "tmp"]  # noqa: PTH208


def test_a_message_delivered_again_is_not_added(tmp_path: Path) -> None:
    first, second = deliver(tmp_path, outgoing()), deliver(tmp_path, outgoing())
    assert files(tmp_path) == [f"new/{first}"]
    assert first == second


def test_a_message_that_was_read_in_the_meantime_is_not_added_again(tmp_path: Path) -> None:
    with Maildir(tmp_path).connect() as session:
        name = session.send(outgoing(), nothing).server_id
        assert name
        (tmp_path / "new" / name).rename(tmp_path / "cur" / f"{name}:2,S")
        session.send(outgoing(), nothing)
    assert files(tmp_path) == [f"cur/{name}:2,S"]


def test_another_message_is_added(tmp_path: Path) -> None:
    deliver(tmp_path, outgoing(1))
    deliver(tmp_path, outgoing(2))
    assert len(files(tmp_path)) == 2


def test_nothing_is_left_in_tmp(tmp_path: Path) -> None:
    def object_to_it() -> None:
        raise Conflict("not ours")

    with Maildir(tmp_path).connect() as session, pytest.raises(Conflict):
        session.send(outgoing(), object_to_it)
    assert files(tmp_path) == []


def test_a_full_disk_leaves_no_half_message_and_names_the_way_out(tmp_path: Path) -> None:
    large = outgoing(body=b"x" * 900 + b"\r\n")
    with Maildir(tmp_path).connect() as session:
        with largest_file(500), pytest.raises(Temporary, match="make room"):
            session.send(large, nothing)
        assert files(tmp_path) == []
        session.send(large, nothing)
    assert len(files(tmp_path)) == 1


def test_a_maildir_where_a_file_stands_is_told_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "box").write_text("a file")
    with pytest.raises(Temporary, match="box"):
        Maildir(tmp_path / "box").connect()


def test_a_folder_that_vanished_is_temporary_and_no_message_is_lost(tmp_path: Path) -> None:
    with Maildir(tmp_path / "box").connect() as session:
        (tmp_path / "box" / "new").rmdir()
        with pytest.raises(Temporary, match="check that the path is right"):
            session.send(outgoing(), nothing)
    assert files(tmp_path) == []
    assert deliver(tmp_path / "box", outgoing())
