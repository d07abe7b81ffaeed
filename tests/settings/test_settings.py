"""Do settings come from file and environment, and are all faults told at once?"""

import re
import tomllib
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.changes import DEFAULT_POLICY, Change, DigestAs, NotePlace
from syndicate.domain.messages import Mailbox
from syndicate.errors import NotFound, SettingsFault
from syndicate.settings import Settings, load, pin_time_zones

ROOT = Path(__file__).resolve().parents[2]
SITE = '[site]\ntitle = "The Harbour Post"\nbase_url = "https://harbour.example"\n'

Read = Callable[[str], Settings]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Load a text as settings.toml."""

    def read(text: str) -> Settings:
        path = tmp_path / "settings.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return read


@pytest.fixture
def machine_zones() -> Iterator[None]:
    """Put back the machine's time zones afterwards."""
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


def faults(read: Read, text: str) -> list[str]:
    """Return what is told about a text, a line a fault, without the folder."""
    with pytest.raises(SettingsFault) as caught:
        read(text)
    return [re.sub(r"^/\S*/(?=settings\.toml)", "", line) for line in str(caught.value).split("\n")]


def test_title_and_address_are_enough(read: Read) -> None:
    settings = read(SITE)
    assert settings.mail.transport == "maildir"
    assert settings.site().publisher == "The Harbour Post"
    assert settings.site().url("/feeds/") == "https://harbour.example/feeds/"
    assert settings.policy() == DEFAULT_POLICY


def test_what_is_needed_is_named_even_in_an_empty_file(read: Read) -> None:
    assert faults(read, "") == [
        "settings.toml: [site] title: missing; give it a value",
        "settings.toml: [site] base_url: missing; give it a value",
    ]


def test_paths_are_relative_to_the_file(read: Read, tmp_path: Path) -> None:
    settings = read(SITE)
    assert settings.folder == tmp_path
    assert settings.store_url == f"sqlite:///{tmp_path}/var/syndicate.db"
    assert settings.mail.maildir == tmp_path / "var" / "mail"
    assert settings.secret_file == tmp_path / "var" / "secret"


def test_absolute_paths_stay_and_the_secret_lies_beside_the_store(read: Read) -> None:
    settings = read(f'{SITE}[store]\nurl = "sqlite:////srv/news/all.db"\n[mail]\nmaildir = "/m"')
    assert settings.store_url == "sqlite:////srv/news/all.db"
    assert settings.mail.maildir == Path("/m")
    assert settings.secret_file == Path("/srv/news/secret")


def test_a_postgresql_site_keeps_its_secret_with_its_files(read: Read, tmp_path: Path) -> None:
    settings = read(f'{SITE}[store]\nurl = "postgresql://news@db/news"')
    assert settings.store_url == "postgresql://news@db/news"
    assert settings.secret_file == tmp_path / "var" / "secret"


def test_the_secret_can_be_kept_elsewhere(read: Read, tmp_path: Path) -> None:
    settings = read(f'{SITE}[security]\nsecret_file = "keys/secret"')
    assert settings.secret_file == tmp_path / "keys" / "secret"


def test_the_environment_goes_before_the_file(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNDICATE_SITE__TITLE", "From the environment")
    monkeypatch.setenv("SYNDICATE_MAIL__CONNECTIONS", "9")
    monkeypatch.setenv("SYNDICATE_WEB__PORT", "")
    settings = read(f"{SITE}[mail]\nconnections = 2\n[web]\nport = 8080")
    assert settings.site().title == "From the environment"
    assert settings.mail.connections == 9
    assert settings.web.port == 8080


def test_the_path_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.toml").write_text(SITE)
    monkeypatch.setenv("SYNDICATE_SETTINGS", str(tmp_path / "other.toml"))
    assert load().site().title == "The Harbour Post"


def test_the_present_folder_is_looked_in_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SYNDICATE_SETTINGS", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "settings.toml").write_text(SITE)
    assert load().folder == tmp_path


def test_without_a_file_the_way_to_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="syndicate init"):
        load(tmp_path / "settings.toml")


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="cannot be read"):
        load(tmp_path)


def test_broken_toml_is_told_with_its_line(read: Read) -> None:
    (fault,) = faults(read, "[site]\ntitle = The Post\n")
    assert "line 2" in fault
    assert fault.startswith("settings.toml: ")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(SITE.encode() + b"# caf\xe9\n")
    with pytest.raises(SettingsFault, match="UTF-8"):
        load(tmp_path / "settings.toml")


def test_all_faults_are_told_at_once(read: Read) -> None:
    text = (
        '[site]\ntitle = ""\nbase_url = "https://harbour.example/"\ntimezone = "europe/berlim"\n'
        '[mail]\ntransport = "smtp"\nconnections = 65\nuncertain = "maybe"\nport = "x"\n'
        '[changes.minor]\nnote = "somewhere"\n'
    )
    assert sorted(faults(read, text)) == sorted(
        [
            "settings.toml:2: [site] title must not be empty",
            (
                'settings.toml:3: [site] base_url = "https://harbour.example/" must end without '
                'slash, query or fragment; write "https://harbour.example"'
            ),
            (
                'settings.toml:4: [site] timezone = "europe/berlim" is no time zone; '
                'write it as in "Europe/Berlin"'
            ),
            (
                'settings.toml:5: [mail] host is needed for transport = "smtp"; '
                'write host = "mail.example.org"'
            ),
            (
                'settings.toml:5: [mail] sender is needed for transport = "smtp"; '
                'write sender = "Morning News <news@example.org>"'
            ),
            "settings.toml:7: [mail] connections = 65 must be 64 or less",
            "settings.toml:8: [mail] uncertain = \"maybe\" must be one of 'hold' or 'resend'",
            'settings.toml:9: [mail] port = "x" must be a whole number',
            (
                'settings.toml:11: [changes.minor] note = "somewhere" must be one of '
                "'none', 'listed' or 'top'"
            ),
        ]
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[mail]\ntrasport = "smtp"', ":5: [mail] trasport: unknown; did you mean mail.transport?"),
        ("[mial]", ":4: [mial]: unknown; did you mean mail?"),
        (
            "[changes.minor]\nnotes = 1",
            ":5: [changes.minor] notes: unknown; did you mean changes.minor.note?",
        ),
        ("[web]\nzzz = 1", ":5: [web] zzz: unknown; [web] takes host, port"),
        ("[changes.retraction]\n", ":4: [changes.retraction]: unknown"),
    ],
)
def test_an_unknown_key_is_told_with_one_that_is_near(read: Read, text: str, fault: str) -> None:
    assert any(line.startswith(f"settings.toml{fault}") for line in faults(read, SITE + text))


def test_a_key_above_all_tables_is_told_where_it_belongs(read: Read) -> None:
    (fault,) = faults(read, 'transport = "smtp"\n' + SITE)
    assert fault == "settings.toml:1: transport: unknown; did you mean mail.transport?"


def test_a_value_in_the_place_of_a_table_is_told(read: Read) -> None:
    (fault,) = faults(read, "mail = 3\n" + SITE)
    assert fault == "settings.toml:1: mail = 3 must be a table, with keys of its own"


@pytest.mark.parametrize("name", ["SYNDICATE_MAIL__PASWORD", "SYNDICATE_FOO__BAR"])
def test_an_unknown_variable_is_told_without_its_value(
    read: Read, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "hunter2")
    (fault,) = faults(read, SITE)
    assert fault.startswith(f"{name}: [")
    assert "hunter2" not in fault


def test_a_fault_of_the_environment_names_the_variable(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNDICATE_SCHEDULER__TICK_SECONDS", "often")
    assert faults(read, SITE) == [
        (
            'SYNDICATE_SCHEDULER__TICK_SECONDS: [scheduler] tick_seconds = "often" '
            "must be a whole number"
        )
    ]


def test_a_variable_for_a_whole_table_that_is_no_json_is_told(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNDICATE_WEB", "{")
    (fault,) = faults(read, SITE)
    assert '"web"' in fault


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('base_url = "harbour.example"', "is no web address"),
        ('base_url = "https://"', "is no web address"),
        ('base_url = "https://me:secret@harbour.example"', "is no web address"),
        ('base_url = "https://harbour.example:99999"', "is no web address"),
        ('base_url = "https://harbour.example?x=1"', 'write "https://harbour.example"'),
        ('language = "english!"', "is no language tag"),
        ('imprint_url = "about"', "is no web address"),
        ("postal_address = 5", "must be text in quotes"),
    ],
)
def test_a_wrong_value_of_the_site_is_told(read: Read, line: str, said: str) -> None:
    text = '[site]\ntitle = "A"\n' + ("" if "base_url" in line else 'base_url = "https://a.b"\n')
    (fault,) = faults(read, text + line)
    assert said in fault


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('sender = "Morning News"', "is no mail address"),
        ('sender = "A <a@b.org>, B <b@b.org>"', "is no mail address"),
        ('host = "mail.example.org:25"', "the port apart"),
        ('bounce_domain = "bücher.example"', "ASCII"),
        ('message_ids = "replaced"', "is no rule for ids"),
        ('security = "ssl"', "must be one of 'none', 'starttls' or 'tls'"),
        ('host = "mail.example.org"\nusername = "u"\nsecurity = "none"', "for all to read"),
    ],
)
def test_a_wrong_value_of_the_mail_is_told(read: Read, lines: str, said: str) -> None:
    (fault,) = faults(read, f"{SITE}[mail]\n{lines}")
    assert said in fault


def test_a_login_without_tls_is_fine_on_this_machine(read: Read) -> None:
    mail = read(f'{SITE}[mail]\nhost = "127.0.0.1"\nusername = "u"\nsecurity = "none"').mail
    assert mail.smtp_port == 25


@pytest.mark.parametrize(("security", "port"), [("none", 25), ("starttls", 587), ("tls", 465)])
def test_the_port_is_the_usual_one_unless_set(read: Read, security: str, port: int) -> None:
    assert read(f'{SITE}[mail]\nsecurity = "{security}"').mail.smtp_port == port
    assert read(f'{SITE}[mail]\nsecurity = "{security}"\nport = 2525').mail.smtp_port == 2525


def test_a_password_in_the_file_is_refused_and_not_repeated(read: Read) -> None:
    first, second = faults(read, f'{SITE}[mail]\npassword = "hunter2"\nport = 0')
    assert "SYNDICATE_MAIL__PASSWORD" in first
    assert "port" in second
    assert "hunter2" not in first + second


def test_the_password_comes_from_the_environment(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNDICATE_MAIL__PASSWORD", "hunter2")
    settings = read(SITE)
    assert settings.mail.password.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(settings) + str(settings)


def test_the_password_comes_from_a_file_without_its_line_end(read: Read, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("hunter2\n")
    settings = read(f'{SITE}[mail]\npassword_file = "password"')
    assert settings.mail.password.get_secret_value() == "hunter2"
    assert settings.folder == tmp_path


def test_a_password_file_that_is_not_there_is_told(read: Read) -> None:
    (fault,) = faults(read, f'{SITE}[mail]\npassword_file = "password"')
    assert fault.startswith("settings.toml:5: [mail] password_file")


def test_a_password_in_the_address_of_the_store_is_never_shown(read: Read) -> None:
    assert "hunter2" not in repr(read(f'{SITE}[store]\nurl = "postgresql://a:hunter2@db/news"'))
    (fault,) = faults(read, f'{SITE}[store]\nurl = "mysql://a:hunter2@db/news"')
    assert "is no store" in fault
    assert "hunter2" not in fault


def test_mail_is_from_the_site_unless_set(read: Read) -> None:
    site = Mailbox(address="newsletters@localhost", name="The Harbour Post")
    assert read(SITE).sender() == site
    named = read(f"{SITE}[mail]\nsender = '\"News, Daily\" <news@example.org>'").sender()
    assert named == Mailbox(address="news@example.org", name="News, Daily")
    bare = read(f'{SITE}[mail]\nsender = "news@example.org"').sender()
    assert bare == Mailbox(address="news@example.org")


def test_cells_of_the_policy_can_be_overridden(read: Read) -> None:
    policy = read(
        f'{SITE}[changes.minor]\nmoves_updated = true\ndigest = "updated"\n'
        '[changes."editors-note"]\nnote = "listed"\nin_corrections = false'
    ).policy()
    assert policy.significant(Kind.MINOR)
    assert policy.of(Kind.MINOR).digest is DigestAs.UPDATED
    assert policy.of(Kind.EDITORS_NOTE).note is NotePlace.LISTED
    assert not policy.of(Kind.EDITORS_NOTE).in_corrections
    same = set(Change) - {Change.MINOR, Change.EDITORS_NOTE}
    assert all(policy.of(change) == DEFAULT_POLICY.of(change) for change in same)


@pytest.mark.parametrize(
    ("lines", "remedy"),
    [
        ('[changes.clarification]\ndigest = "nothing"', 'set digest = "updated" too'),
        ("[changes.update]\nmoves_updated = false", 'set digest = "nothing" too'),
        ('[changes.minor]\ndigest = "updated"', 'set digest = "nothing" too'),
    ],
)
def test_cells_that_contradict_each_other_are_refused(read: Read, lines: str, remedy: str) -> None:
    (fault,) = faults(read, SITE + lines)
    assert fault.startswith("settings.toml:4: [changes.")
    assert remedy in fault


def test_a_kind_can_be_kept_out_of_digests(read: Read) -> None:
    policy = read(
        f'{SITE}[changes.clarification]\nmoves_updated = false\ndigest = "nothing"'
    ).policy()
    assert not policy.significant(Kind.CLARIFICATION)


def test_the_default_file_loads() -> None:
    assert load(ROOT / "settings.toml").site().base_url == "http://127.0.0.1:8000"


def test_the_default_file_shows_every_key_with_its_default(read: Read) -> None:
    text = (ROOT / "settings.toml").read_text(encoding="utf-8")
    shown = re.sub(r"^# (?=[a-z_]+ = |\[)", "", text, flags=re.MULTILINE)
    without_files = shown.replace('password_file = "var/mail-password"', "")
    settings, plain = read(without_files), read(text)
    assert settings.site() == plain.site()
    assert settings.policy() == plain.policy() == DEFAULT_POLICY
    assert settings.secret_file == plain.secret_file
    for table in ("site", "store", "web", "scheduler", "mail", "websub", "egress"):
        model = type(getattr(plain, "site_section" if table == "site" else table))
        assert set(tomllib.loads(shown)[table]) == set(model.model_fields) - {"password"}
    examples = {"port", "sender", "dkim", "inbound", "limits"}
    assert settings.mail.model_dump(exclude=examples) == plain.mail.model_dump(exclude=examples)
    assert (len(settings.mail.dkim.key_files), plain.mail.dkim.key_files) == (2, ())
    assert settings.mail.smtp_port == plain.mail.smtp_port
    assert (settings.websub, settings.egress) == (plain.websub, plain.egress)
    assert (list(settings.webhooks), plain.webhooks) == (["search"], {})
    assert settings.sender() == plain.sender()


@pytest.mark.usefixtures("machine_zones")
def test_time_zones_can_be_pinned_to_the_package() -> None:
    pin_time_zones()
    assert zoneinfo.TZPATH == ()
    assert zoneinfo.ZoneInfo("Europe/Berlin").key == "Europe/Berlin"
