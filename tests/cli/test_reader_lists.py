"""Do lists of readers come in and go out on the command line?"""

from tests.cli.site_folder import SiteFolder

LIST = """email,status,timezone
ada@example.org,active,UTC
no address,active,UTC
bob@example.org,active,Mars
"""


def test_a_list_of_readers_comes_in_and_its_bad_lines_are_named(site: SiteFolder) -> None:
    name = site.add_newsletter()
    file, report = site.write("old.csv", LIST), site.path / "refused.csv"
    asked = ("subscriber", "import", file, "--newsletter", name, "--confirmed")
    answer = site.ask(*asked, "--report", str(report))
    assert answer.code == 1
    assert "old.csv: 2 added." in answer.out
    assert "1 have a time zone that is none" in answer.out
    assert "old.csv:3: 'no address' is no mail address" in answer.err
    assert "1 lines of" in answer.err
    assert report.read_text().splitlines()[1].startswith("3,")
    again = site.ask(*asked, "--json").json
    assert {key: count for key, count in again.items() if count} == {
        "known": 2,
        "refused": 1,
        "zones_unknown": 1,
    }


def test_a_mapping_names_a_field_and_a_column(site: SiteFolder) -> None:
    file = site.write("old.csv", "Adresse\nada@example.org\n")
    answer = site.ask("subscriber", "import", file, "--map", "Adresse")
    assert (answer.code, "FIELD=COLUMN" in answer.err) == (2, True)
    answer = site.ask("subscriber", "import", file, "--newsletter", site.add_newsletter())
    assert (answer.code, "--map email=COLUMN (there are: Adresse)" in answer.err) == (2, True)
    asked = ("subscriber", "import", file, "--newsletter", "morning", "--confirmed")
    assert site.done(*asked, "--map", "email=Adresse", "--json").json["added"] == 1


def test_the_list_itself_is_not_written_over_by_the_report(site: SiteFolder) -> None:
    file = site.write("old.csv", LIST)
    asked = ("subscriber", "import", file, "--newsletter", site.add_newsletter(), "--report", file)
    answer = site.ask(*asked)
    assert (answer.code, "is the list itself; name another file" in answer.err) == (2, True)
    assert (site.path / "old.csv").read_text() == LIST


def test_one_field_is_not_read_of_two_columns(site: SiteFolder) -> None:
    mapped = ("--map", "email=Work", "--map", "email=Home")
    answer = site.ask("subscriber", "import", site.write("old.csv", LIST), *mapped)
    assert (answer.code, "email is mapped twice" in answer.err) == (2, True)


def test_what_is_exported_can_be_taken_in_again_and_runs_in_no_spreadsheet(
    site: SiteFolder,
) -> None:
    readers = ("'=quoted@example.org", "+plus@example.org", "ada@example.org")
    name = site.add_newsletter(*readers)
    exported = site.done("subscriber", "export", "--newsletter", name).out
    assert "\n'+plus@example.org,Europe/Berlin," in exported
    file = site.write("own.csv", exported)
    assert site.done("subscriber", "import", file, "--json").json["known"] == 3
    accounts = site.done("subscriber", "export", "--format", "json").json
    assert [account["email"] for account in accounts] == list(readers)
    assert [len(account["consents"]) for account in accounts] == [1, 1, 1]


def test_who_must_not_be_mailed_is_exported_with_and_without_a_newsletter(
    site: SiteFolder,
) -> None:
    name, slug = site.add_newsletter("ada@example.org"), site.publish_story()
    site.done("follow", "add", "eve@example.org", "--article", slug, "--confirmed")
    lines = "email,status\n" + "".join(
        f"{who}@example.org,{status}\n"
        for who, status in (("ada", "barred"), ("bob", "blocklisted"), ("eve", "suppressed"))
    )
    site.done("subscriber", "import", site.write("old.csv", lines), "--newsletter", name)
    told = [line.split(",") for line in site.done("subscriber", "export").out.splitlines()]
    assert [(each[0], each[3], each[4]) for each in told[1:]] == [
        ("ada@example.org", name, "suppressed"),
        ("eve@example.org", "", "suppressed"),
        ("bob@example.org", "", "suppressed"),
    ]
    accounts = site.done("subscriber", "export", "--format", "json").json
    assert [(each["email"], each["suppressed"]) for each in accounts] == [
        ("ada@example.org", True),
        ("eve@example.org", True),
        ("bob@example.org", True),
    ]
    asked = site.ask("subscriber", "show", "bob@example.org")
    assert (asked.code, "it must not be mailed: operator on 20" in asked.err) == (2, True)
    only = site.done("subscriber", "export", "--newsletter", name).out
    assert "ada@" in only
    assert "bob@" not in only
    assert "eve@" not in only


def test_a_person_is_forgotten_and_let_back(site: SiteFolder) -> None:
    site.add_newsletter("ada@example.org")
    site.publish_story()
    site.done("digest", "send", "morning")
    assert len(site.mails()) == 1
    told = site.done("subscriber", "forget", "Ada@example.org").out
    assert "1 mails in the Maildir" in told
    assert "never mailed again" in told
    assert site.mails() == []
    assert site.ask("subscriber", "show", "ada@example.org").code == 2
    again = site.done("subscriber", "forget", "ada@example.org", "--json").json
    assert again == {"known": False, "consents": 0, "deliveries": 0, "mails": 0}
    assert "may subscribe again" in site.done("subscriber", "allow", "ada@example.org").out
