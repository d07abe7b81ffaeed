"""Is a list of readers understood, whichever program wrote it?"""

import csv
from datetime import UTC, datetime
from io import BufferedReader, BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.intake import Applicant, RefusedLine, Told
from syndicate.errors import AskedWrongly
from syndicate.importers.reader_lists import ReaderList
from syndicate.importers.tables import LONGEST, MOST_LINES, Row, Table

SPRING = datetime(2023, 4, 2, 8, 30, tzinfo=UTC)


def read(tmp_path: Path, text: str | bytes, **mapping: str) -> list[Applicant | RefusedLine]:
    file = tmp_path / "list.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(ReaderList(str(file), mapping))


def applicant(tmp_path: Path, text: str | bytes, **mapping: str) -> Applicant:
    (one,) = read(tmp_path, text, **mapping)
    assert isinstance(one, Applicant), one
    return one


def test_a_column_of_addresses_is_enough(tmp_path: Path) -> None:
    one = applicant(tmp_path, "E-Mail\nAda@Example.ORG\n")
    assert one == Applicant(line=2, email="ada@example.org")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_in_the_header(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(["name", "email", "timezone"]) + "\n"
    text += delimiter.join(["Ada", "ada@example.org", "Asia/Tokyo"]) + "\n"
    assert applicant(tmp_path, text).timezone == "Asia/Tokyo"


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    one = applicant(tmp_path, b"\xef\xbb\xbfemail,status\r\nada@example.org,active\r\n")
    assert (one.email, one.told) == ("ada@example.org", Told.SUBSCRIBED)


def test_what_mailchimp_calls_unsubscribed_is_so_from_that_moment(tmp_path: Path) -> None:
    text = (
        "Email Address,First Name,OPTIN_TIME,UNSUB_TIME,TIMEZONE\n"
        "ada@example.org,Ada,2020-01-01 00:00:00,2023-04-02 08:30:00,Europe/Paris\n"
    )
    one = applicant(tmp_path, text)
    assert (one.told, one.at, one.timezone) == (Told.UNSUBSCRIBED, SPRING, "Europe/Paris")


def test_what_mailchimp_calls_cleaned_bounced(tmp_path: Path) -> None:
    text = "Email Address,CLEAN_TIME\nada@example.org,2023-04-02 08:30:00\n"
    assert applicant(tmp_path, text).told is Told.BOUNCED


def test_a_moment_of_leaving_is_told_by_its_cell_and_by_no_other_line(tmp_path: Path) -> None:
    text = (
        "Email Address,UNSUB_TIME,CLEAN_TIME\n"
        "ada@example.org,,\n"
        "bob@example.org,2023-04-02 08:30:00,\n"
        "eve@example.org, ,2023-04-02 08:30:00\n"
        "fay@example.org\n"
    )
    lines = [line for line in read(tmp_path, text) if isinstance(line, Applicant)]
    assert [(line.told, line.at) for line in lines] == [
        (Told.SUBSCRIBED, None),
        (Told.UNSUBSCRIBED, SPRING),
        (Told.BOUNCED, SPRING),
        (Told.SUBSCRIBED, None),
    ]


def test_an_empty_moment_leaves_it_to_the_status(tmp_path: Path) -> None:
    text = "email,status,UNSUB_TIME\nada@example.org,unsubscribed,\n"
    assert applicant(tmp_path, text).told is Told.UNSUBSCRIBED


@pytest.mark.parametrize("came", ["created_at", "OPTIN_TIME", "CONFIRM_TIME"])
def test_when_a_reader_came_is_not_when_that_reader_left(tmp_path: Path, came: str) -> None:
    text = f"email,status,{came}\nada@example.org,unsubscribed,2023-04-02 08:30:00\n"
    assert applicant(tmp_path, text).at is None


def test_what_listmonk_calls_blocklisted_is_barred(tmp_path: Path) -> None:
    text = (
        "uuid,email,name,attributes,status,created_at,updated_at\n"
        '4f,ada@example.org,Ada,"{""city"": ""Ulm, Donau""}",blocklisted,'
        "2023-04-02T08:30:00Z,2024-01-01T00:00:00Z\n"
    )
    assert applicant(tmp_path, text).told is Told.BARRED


def test_our_own_export_tells_since_when(tmp_path: Path) -> None:
    text = "email,newsletter,status,since\nada@example.org,daily,ended,2023-04-02T08:30:00Z\n"
    one = applicant(tmp_path, text)
    assert (one.told, one.at) == (Told.UNSUBSCRIBED, SPRING)


def test_columns_are_mapped_by_the_operator(tmp_path: Path) -> None:
    text = "Adresse,Zone,Abos\nada@example.org,UTC,morning weekly\n"
    one = applicant(tmp_path, text, email="Adresse", timezone="zone", newsletter="Abos")
    assert (one.timezone, one.newsletters) == ("UTC", ("morning", "weekly"))


def test_a_zone_that_is_none_is_told_and_the_reader_taken(tmp_path: Path) -> None:
    one = applicant(tmp_path, "email,timezone\nada@example.org,Mars/Base\n")
    assert (one.timezone, one.zone_unknown) == ("", "Mars/Base")


def test_the_apostrophe_of_a_spreadsheet_is_taken_off(tmp_path: Path) -> None:
    assert applicant(tmp_path, "email\n'+ada@example.org\n").email == "+ada@example.org"


def test_bad_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    text = 'email,status\nno address,active\n\nada@example.org,dancing\n"bob@example.org",active\n'
    first, second, third = read(tmp_path, text)
    assert isinstance(first, RefusedLine)
    assert (first.line, "'no address' is no mail address" in first.why) == (2, True)
    assert isinstance(second, RefusedLine)
    assert (second.line, "'dancing' is no standing" in second.why) == (4, True)
    assert isinstance(third, Applicant)
    assert third.line == 5


def test_a_line_after_a_cell_of_several_has_the_number_that_an_editor_shows(tmp_path: Path) -> None:
    text = 'email,notes\nada@example.org,"one\ntwo\nthree"\nbob@example.org,\n'
    assert [line.line for line in read(tmp_path, text)] == [2, 5]


def test_a_line_with_nul_or_a_huge_cell_spoils_no_other(tmp_path: Path) -> None:
    huge = b"x" * 200_000
    text = b"email\n" + huge + b"\nada@\0example.org\nbob@example.org\n"
    first, second, third = read(tmp_path, text)
    assert isinstance(first, RefusedLine)
    assert isinstance(second, RefusedLine)
    assert isinstance(third, Applicant)


def test_a_list_without_addresses_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly, match=r"list\.csv:1: no column is named email.*: name, phone"):
        read(tmp_path, "name,phone\nAda,1\n")


def test_a_mapped_column_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly, match="no column is named 'Mail'"):
        read(tmp_path, "email\nada@example.org\n", email="Mail")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly, match="No such file"):
        list(ReaderList(str(tmp_path / "none.csv")))


def test_it_is_known_how_much_was_read(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("email\n" + "ada@example.org\n" * 10_000)
    readers = ReaderList(str(file))
    lines = iter(readers)
    next(lines)
    early = readers.read
    assert sum(1 for _ in lines) == 9_999
    assert 0 < early < readers.read == readers.size


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_what_excel_saves_as_text_is_read(tmp_path: Path, encoding: str) -> None:
    text = "Email\tZone\r\nzoë@example.org\t\r\n"
    assert applicant(tmp_path, text.encode(encoding)).email == "zoë@example.org"


def test_a_line_that_tells_excel_the_delimiter_is_no_header(tmp_path: Path) -> None:
    one = applicant(tmp_path, "sep=;\r\nemail;name, and more\r\nada@example.org;x\r\n")
    assert (one.line, one.email) == (3, "ada@example.org")


def test_blank_lines_above_the_header_count_as_lines_alone(tmp_path: Path) -> None:
    assert applicant(tmp_path, "\n ,\nemail\nada@example.org\n").line == 4


def test_an_address_that_lost_a_letter_is_refused(tmp_path: Path) -> None:
    one, other = read(tmp_path, b"email,name\nj\xf6rg@example.org,x\nada@example.org,J\xf6rg\n")
    assert isinstance(one, RefusedLine)
    assert "could not be read" in one.why
    assert isinstance(other, Applicant)


def test_a_quotation_mark_left_open_costs_its_own_line_alone(tmp_path: Path) -> None:
    text = 'email,name\na@example.org,"Bob\nb@example.org,x\nc@example.org,"y"\nd@example.org,"z\n'
    lines = read(tmp_path, text)
    assert [(line.line, isinstance(line, Applicant)) for line in lines] == [
        (2, False),
        (3, True),
        (4, True),
        (5, False),
    ]


def test_a_quotation_mark_that_is_closed_far_below_costs_its_own_line_alone(
    tmp_path: Path,
) -> None:
    count = 2 * MOST_LINES
    between = "".join(f"r{number}@example.org,x\n" for number in range(count))
    lines = read(tmp_path, f'email,name\na@example.org,"Bob\n{between}z@example.org,"\n')
    readers = [line for line in lines if isinstance(line, Applicant)]
    assert len(readers) == count
    assert [line.line for line in lines if isinstance(line, RefusedLine)] == [2, count + 3]


def test_a_quotation_mark_within_a_name_is_heard(tmp_path: Path) -> None:
    one = applicant(tmp_path, 'email,name,status\nada@example.org,"Ada" L.,unsubscribed\n')
    assert one.told is Told.UNSUBSCRIBED


def test_a_line_of_megabytes_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    long = "ada@example.org," + "x," * LONGEST
    first, second = read(tmp_path, f"email,name\n{long}\nbob@example.org,x\n")
    assert isinstance(first, RefusedLine)
    assert (first.line, "is longer than" in first.why) == (2, True)
    assert isinstance(second, Applicant)
    assert second.line == 3


def test_of_two_columns_with_one_name_none_is_chosen(tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly, match=r"list\.csv:1: two columns are named 'status'"):
        read(tmp_path, "email,Status,status\nada@example.org,active,unsubscribed\n")


def test_addresses_without_a_header_ask_for_one(tmp_path: Path) -> None:
    with pytest.raises(AskedWrongly, match="has to name the columns, and is an address"):
        read(tmp_path, "ada@example.org\nbob@example.org\n")


@pytest.mark.parametrize(
    "text", [b"", b"\n\n", "email\n".encode("utf-16-le"), b'"email\n', b"{" * (2 * LONGEST)]
)
def test_what_has_no_header_is_refused_in_one_line(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(AskedWrongly, match=r"list\.csv:1: ") as caught:
        read(tmp_path, text)
    assert "\0" not in str(caught.value)


_CELL = st.text("ab'\" \n\r,;=", max_size=6)


@given(st.lists(st.lists(_CELL, min_size=2, max_size=3), max_size=6))
def test_what_any_program_writes_by_the_rules_is_read_as_it_is(rows: list[list[str]]) -> None:
    written = StringIO(newline="")
    csv.writer(written).writerows([["email", "name"], *rows])
    table = Table(BufferedReader(BytesIO(written.getvalue().encode())))
    table.header()
    assert [row.cells for row in table if isinstance(row, Row)] == rows


@given(st.binary(max_size=80))
def test_no_bytes_break_it(data: bytes) -> None:
    table = Table(BufferedReader(BytesIO(b"email,name\n" + data)))
    table.header()
    numbers = [row.line for row in table]
    assert numbers == sorted(set(numbers))
