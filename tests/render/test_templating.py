"""Templates are found, sandboxed, and every fault names file and line."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicate.errors import SettingsFault
from syndicate.render.templating import TEXT_WIDTH, Compiled, Templates, wrapped


def written(folder: Path, name: str, text: str) -> Templates:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Templates([folder])


def fault(templates: Templates, name: str, **values: object) -> str:
    with pytest.raises(SettingsFault) as caught:
        templates.render(name, **values)
    return str(caught.value)


def test_a_template_that_was_changed_is_compiled_anew(tmp_path: Path) -> None:
    compiled, said = Compiled(), []
    for words in ("old", "new", "old"):
        written(tmp_path, "a.txt", words)
        said.append(Templates([tmp_path], compiled).render("a.txt"))
    assert said == ["old", "new", "old"]


def test_the_first_folder_that_has_a_file_wins(tmp_path: Path) -> None:
    written(tmp_path / "own", "a.txt", "own")
    written(tmp_path / "shipped", "a.txt", "shipped")
    written(tmp_path / "shipped", "b.txt", "{% include 'a.txt' %} b")
    templates = Templates([tmp_path / "own", tmp_path / "shipped"])
    assert templates.render("b.txt") == "own b"


@pytest.mark.parametrize(("name", "printed"), [("a.html", "&lt;b&gt;"), ("a.txt", "<b>")])
def test_html_is_escaped_and_text_is_not(tmp_path: Path, name: str, printed: str) -> None:
    assert written(tmp_path, name, "{{ word }}").render(name, word="<b>") == printed


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{{ titel }}", "'titel' is undefined; use a name"),
        ("{{ item.titel }}", ": PosixPath has no field 'titel'; use a name"),
        ("{% if %}", "mend the template's syntax"),
        ("{% include 'gone.txt' %}", "no template 'gone.txt' in"),
        ("{{ ''.__class__.__mro__ }}", "unsafe; templates may only read"),
        ("{{ numbers.append(4) }}", "unsafe; templates may only read"),
        ("{{ range(1000000) | list }}", "ranges end at 100,000"),
        ("{{ 1 + 'a' }}", "TypeError: "),
        ("{{ 1 / 0 }}", "ZeroDivisionError: "),
        ("{% include 'a.txt' %}", "without end; break the circle"),
        ("{{ word | unheard_of }}", "No filter named 'unheard_of'"),
    ],
)
def test_a_fault_is_told_with_file_line_and_remedy(tmp_path: Path, line: str, told: str) -> None:
    templates = written(tmp_path, "a.txt", f"first\n\n{line}\nlast\n")
    message = fault(templates, "a.txt", numbers=[1], item=tmp_path, word="x")
    assert message.startswith(f"{tmp_path / 'a.txt'}:3: ")
    assert told in message
    assert "\n" not in message


def test_a_fault_inside_an_included_file_names_that_file(tmp_path: Path) -> None:
    written(tmp_path, "part.txt", "one\n{{ nothing }}")
    templates = written(tmp_path, "whole.txt", "{% include 'part.txt' %}")
    assert fault(templates, "whole.txt").startswith(f"{tmp_path / 'part.txt'}:2: ")


def test_a_template_that_is_no_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"fine\nna\xefve\n")
    message = fault(Templates([tmp_path]), "a.txt")
    assert message.startswith(f"{tmp_path / 'a.txt'}:2: ")
    assert message.endswith("save the template as UTF-8")


def test_a_missing_template_names_the_folders_and_the_ones_there_are(tmp_path: Path) -> None:
    written(tmp_path / "shipped", "digests/default/body.html", "")
    templates = Templates([tmp_path / "own", tmp_path / "shipped"])
    message = fault(templates, "digests/weekly/body.html")
    assert f"in {tmp_path / 'own'}, {tmp_path / 'shipped'};" in message
    assert message.endswith("name one of these: digests/default/body.html")


def test_no_name_leads_out_of_the_folders(tmp_path: Path) -> None:
    written(tmp_path, "secret.txt", "secret")
    templates = Templates([tmp_path / "own"])
    assert "no template '../secret.txt'" in fault(templates, "../secret.txt")


def test_a_place_is_told_with_the_line_of_a_text(tmp_path: Path) -> None:
    templates = written(tmp_path, "a.html", "one\n<script>")
    assert templates.place("a.html", "script") == f"{tmp_path / 'a.html'}:2"
    assert templates.place("a.html") == str(tmp_path / "a.html")
    assert templates.place("gone.html") == "gone.html"


@given(st.text(alphabet="{}%#|'() ab.1\n[]-", max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_other_error_escapes_whatever_a_template_says(tmp_path: Path, text: str) -> None:
    templates = written(tmp_path, "a.html", "{{ a }}" + text)
    try:
        templates.render("a.html", a="x")
    except SettingsFault as error:
        assert "a.html" in str(error)  # noqa: PT017 - rendering it is as well


@given(st.lists(st.text(alphabet="abcdefgh-", min_size=1, max_size=90), max_size=30))
def test_wrapping_keeps_every_word_whole_and_lines_short(words: list[str]) -> None:
    lines = wrapped(" ".join(words)).splitlines()
    assert " ".join(lines).split() == words
    assert all(len(line) <= TEXT_WIDTH or " " not in line for line in lines)
