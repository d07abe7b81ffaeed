"""Do the mails to one person leave a Maildir, and no others?"""

from pathlib import Path

import pytest

from syndicate.errors import Temporary
from syndicate.transports.sweeping import sweep

ADA = "ada@example.org"


def mail(maildir: Path, folder: str, name: str, to: str) -> Path:
    (maildir / folder).mkdir(parents=True, exist_ok=True)
    file = maildir / folder / name
    file.write_text(f"From: News <news@example.org>\nTo: {to}\nSubject: Hi\n\nTo: {ADA}\n")
    return file


def test_mails_to_a_person_are_deleted_wherever_they_lie(tmp_path: Path) -> None:
    for folder, name, to in (
        ("new", "1", ADA),
        ("cur", "2:2,S", "Ada <ADA@example.org>"),
        ("tmp", "3", ADA),
    ):
        mail(tmp_path, folder, name, to)
    kept = mail(tmp_path, "new", "4", "bob@example.org")
    assert sweep(tmp_path, ADA) == 3
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [kept]


def test_what_is_no_mail_is_left_alone(tmp_path: Path) -> None:
    mail(tmp_path, "new", "1", "")
    (tmp_path / "cur").mkdir()
    (tmp_path / "cur" / "note").write_bytes(b"\xff\x00 nothing")
    assert sweep(tmp_path, ADA) == 0


def test_without_a_maildir_there_is_nothing_to_sweep(tmp_path: Path) -> None:
    assert sweep(tmp_path / "none", ADA) == 0


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "new" / "folder").mkdir(parents=True)
    with pytest.raises(Temporary, match="the Maildir"):
        sweep(tmp_path, ADA)
