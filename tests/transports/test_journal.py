"""A journal tells after any death which messages were handed over."""

import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.handovers import Handover, Stage
from syndicate.domain.messages import Acceptance
from syndicate.errors import Broken, Temporary
from syndicate.transports.journal import Journal, read_journal
from tests.transports.full_disk import largest_file

IDS = st.from_regex(r"[A-Za-z0-9.@-]{2,40}", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journals" / "w1.journal"


def test_the_last_word_on_each_delivery_counts(path: Path) -> None:
    with Journal(path) as journal:
        for delivery in ("1", "2", "3"):
            journal.intent(delivery)
        journal.accepted("1", Acceptance(reply="250 queued as A1", server_id="A1"))
        journal.refused("2", "452 no space")
    assert read_journal(path) == {
        "1": Handover(stage=Stage.ACCEPTED, reply="250 queued as A1", server_id="A1"),
        "2": Handover(stage=Stage.REFUSED, reply="452 no space"),
        "3": Handover(stage=Stage.INTENT),
    }


def test_an_intent_after_an_answer_is_in_doubt_again(path: Path) -> None:
    with Journal(path) as journal:
        journal.refused("1", "452 no space")
        journal.intent("1")
    assert read_journal(path) == {"1": Handover(stage=Stage.INTENT)}


def test_a_journal_that_was_never_written_says_nothing(path: Path) -> None:
    assert read_journal(path) == {}


@given(reply=WORDS, reason=WORDS, known=st.one_of(st.none(), IDS))
def test_whatever_a_server_says_stays_on_its_line(
    reply: str, reason: str, known: str | None
) -> None:
    with TemporaryDirectory() as folder, Journal(Path(folder) / "w") as journal:
        journal.accepted("1", Acceptance(reply=reply, server_id=known))
        journal.refused("2", reason)
        kept = read_journal(journal.path)
    assert kept == {
        "1": Handover(stage=Stage.ACCEPTED, reply=" ".join(reply.split()), server_id=known),
        "2": Handover(stage=Stage.REFUSED, reply=" ".join(reason.split())),
    }


@given(cut=st.integers(1, 40))
def test_a_torn_last_line_is_passed_over_and_cut_off_at_the_next_start(cut: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "w"
        with Journal(path) as journal:
            journal.intent("1")
            whole = path.read_bytes()
            journal.refused("1", "a reason that is long enough to be torn")
        path.write_bytes(path.read_bytes()[:-cut])
        assert read_journal(path) == {"1": Handover(stage=Stage.INTENT)}
        with Journal(path) as journal:
            assert path.read_bytes() == whole
            journal.intent("2")
        assert list(read_journal(path)) == ["1", "2"]


def test_a_line_no_journal_writes_is_told_by_its_place(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("intent 1\nwhat is this\n")
    with pytest.raises(Broken, match=r"w1\.journal:2"):
        read_journal(path)


def test_a_cleared_journal_starts_over(path: Path) -> None:
    with Journal(path) as journal:
        journal.intent("1")
        journal.clear()
        journal.intent("2")
    assert list(read_journal(path)) == ["2"]


def test_a_durable_journal_says_the_same(path: Path) -> None:
    with Journal(path, durable=True) as journal:
        journal.intent("1")
    assert list(read_journal(path)) == ["1"]


def test_closing_twice_is_harmless(path: Path) -> None:
    journal = Journal(path)
    journal.close()
    journal.close()


def test_a_journal_that_cannot_be_kept_is_temporary(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Temporary, match="file/w1"):
        Journal(tmp_path / "file" / "w1")


def test_a_full_disk_keeps_the_lines_before_and_leaves_none_torn(path: Path) -> None:
    with Journal(path) as journal:
        journal.intent("1")
        whole = path.read_bytes()
        with largest_file(len(whole) + 4), pytest.raises(Temporary, match="make room"):
            journal.intent("2")
        assert path.read_bytes() == whole
        journal.intent("3")
    assert list(read_journal(path)) == ["1", "3"]


def test_intents_of_several_stand_in_it_together_or_not_at_all(path: Path) -> None:
    with Journal(path, told=lambda cohort: f"of {cohort}") as journal:
        journal.intents([("1", 7, 11), ("2", 7, 12), ("3", 8, 13)])
        whole = path.read_text()
        with largest_file(len(whole) + 15), pytest.raises(Temporary, match="make room"):
            journal.intents([("4", 7, 14), ("5", 7, 15)])
    lines = ["cohort 7 of 7", "cohort 8 of 8", "intent 1 7 11", "intent 2 7 12", "intent 3 8 13"]
    assert path.read_text().splitlines() == whole.splitlines() == lines


def test_no_line_is_lost_when_the_worker_is_killed(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from syndicate.transports.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for n in range(1_000_000):\n"
        "    journal.intent(str(n)); print(n, flush=True)\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:  # noqa: S603  (ourselves)
        assert worker.stdout
        for _ in range(200):
            worker.stdout.readline()
        worker.send_signal(signal.SIGKILL)
        told = 200 + len(worker.stdout.read().splitlines())
    assert len(read_journal(path)) in {told, told + 1}
