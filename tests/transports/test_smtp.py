"""Messages reach a real server in every way settings allow; refusals are told for what they are."""

import select
import ssl
from collections.abc import Callable
from dataclasses import replace

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from syndicate.domain.messages import Envelope, Outgoing, Words
from syndicate.errors import (
    AddressRefused,
    MessageRefused,
    SettingsFault,
    SyndicateError,
    Temporary,
)
from syndicate.transports.smtp import Security, Smtp, SmtpServer
from tests.transports.mail_servers import (
    LOOPBACK,
    ScriptedServer,
    Sink,
    SinkServer,
    says,
    server_context,
)


def at(port: int) -> SmtpServer:
    return SmtpServer(host=LOOPBACK, port=port, hello="client.example", timeout=5)


def outgoing(recipient: str = "reader@example.org", body: bytes = b"Hello.\r\n") -> Outgoing:
    return Outgoing(
        delivery_id="d=1",
        envelope=Envelope(
            sender="bounces@news.example.org", recipient=recipient, message_id="<m1@x>"
        ),
        words=Words.of(f"To: <{recipient}>\r\n\r\n".encode() + body),
    )


def nothing() -> None:
    """Agree to the commit."""


def trusting(certificate: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificate)


def test_a_message_goes_over_implicit_tls(certificate: str) -> None:
    sink = Sink()
    with SinkServer(sink, ssl_context=server_context(certificate)) as server:
        ours = replace(at(server.port), security=Security.TLS, trust=trusting(certificate))
        with Smtp(ours).connect() as session:
            session.send(outgoing(), nothing)
    assert sink.received == [outgoing().data]


def test_a_message_goes_over_starttls_with_a_login(certificate: str) -> None:
    sink = Sink()
    options = {"authenticator": only("ada", "secret"), "auth_required": True}
    with SinkServer(
        sink, tls_context=server_context(certificate), require_starttls=True, **options
    ) as server:
        ours = replace(
            at(server.port),
            security=Security.STARTTLS,
            trust=trusting(certificate),
            username="ada",
            password="secret",
        )
        with Smtp(ours).connect() as session:
            session.send(outgoing(), nothing)
    assert sink.received == [outgoing().data]


def test_a_certificate_nobody_vouches_for_is_not_talked_to(certificate: str) -> None:
    with SinkServer(Sink(), tls_context=server_context(certificate)) as server:
        ours = replace(at(server.port), security=Security.STARTTLS)
        with pytest.raises(Temporary, match=r"no safe connection.*certificate"):
            Smtp(ours).connect()


def test_a_server_without_starttls_is_a_fault_of_the_settings() -> None:
    with SinkServer(Sink()) as server, pytest.raises(SettingsFault, match="security"):
        Smtp(replace(at(server.port), security=Security.STARTTLS)).connect()


@pytest.mark.parametrize("password", ["wrong", "außen"])
def test_a_refused_login_is_a_fault_of_the_settings(password: str) -> None:
    options = {"authenticator": only("ada", "secret"), "auth_require_tls": False}
    with SinkServer(Sink(), **options) as server:
        ours = replace(at(server.port), username="ada", password=password)
        with pytest.raises(SettingsFault, match="username"):
            Smtp(ours).connect()


def test_a_login_where_none_is_offered_is_a_fault_of_the_settings() -> None:
    with SinkServer(Sink()) as server, pytest.raises(SettingsFault, match="username"):
        Smtp(replace(at(server.port), username="ada", password="secret")).connect()


def test_a_server_that_wants_a_login_first_is_a_fault_of_the_settings() -> None:
    with (
        ScriptedServer(MAIL=says("530 5.7.0 Authentication required")) as server,
        Smtp(at(server.port)).connect() as session,
        pytest.raises(SettingsFault, match="530"),
    ):
        session.send(outgoing(), nothing)


def test_an_unreachable_server_is_temporary_and_named() -> None:
    with SinkServer(Sink()) as server:
        port = server.port
    with pytest.raises(Temporary, match=f"{LOOPBACK}:{port}"):
        Smtp(at(port)).connect()


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".example"])
def test_a_host_that_no_name_can_be_is_a_fault_of_the_settings(host: str) -> None:
    with pytest.raises(SettingsFault, match="host"):
        Smtp(replace(at(25), host=host)).connect()


def test_a_password_is_not_shown_with_its_server() -> None:
    assert "secret" not in repr(replace(at(25), password="secret"))


def test_a_bad_address_leaves_the_connection_to_the_others() -> None:
    sink = Sink(refuse={"bad@example.org": "550 5.1.1 no such user"})
    with SinkServer(sink) as server, Smtp(at(server.port)).connect() as session:
        session.send(outgoing("a@example.org"), nothing)
        with pytest.raises(AddressRefused, match=r"bad@example.org.*this mail is not tried again"):
            session.send(outgoing("bad@example.org"), nothing)
        session.send(outgoing("b@example.org"), nothing)
    assert sink.recipients == ["a@example.org", "b@example.org"]
    assert len(sink.sessions) == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 no such user", AddressRefused),
        ("550 no such user", AddressRefused),
        ("550 5.7.1 blocked by our policy", MessageRefused),
        ("552 mailbox full", Temporary),
        ("550 5.2.2 over quota", Temporary),
        ("450 4.2.0 greylisted", Temporary),
    ],
)
def test_a_refused_recipient_is_told_from_policy_and_passing_trouble(
    answer: str, expected: type[SyndicateError]
) -> None:
    sink = Sink(refuse={"reader@example.org": answer})
    with SinkServer(sink) as server, Smtp(at(server.port)).connect() as session:
        with pytest.raises(expected):
            session.send(outgoing(), nothing)
        assert session.usable


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("554 5.6.0 looks like spam", MessageRefused),
        ("550 5.1.1 no such user after all", AddressRefused),
        ("452 4.3.1 no space", Temporary),
    ],
)
def test_a_no_after_the_final_dot_is_no_doubt(answer: str, expected: type[SyndicateError]) -> None:
    sink = Sink(answer=answer)
    with SinkServer(sink) as server, Smtp(at(server.port)).connect() as session:
        with pytest.raises(expected):
            session.send(outgoing(), nothing)
        sink.answer = "250 kept"
        assert session.send(outgoing(), nothing).reply == "250 kept"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("250 2.0.0 Ok: queued as 4F1A2B3C", "4F1A2B3C"),
        ("250 OK id=1rXyZ-0001ab-2C", "1rXyZ-0001ab-2C"),
        ("250 kept", None),
    ],
)
def test_the_id_a_server_speaks_of_is_told(answer: str, expected: str | None) -> None:
    with SinkServer(Sink(answer=answer)) as server, Smtp(at(server.port)).connect() as session:
        assert session.send(outgoing(), nothing).server_id == expected


def test_an_id_given_in_the_place_of_ours_is_told_as_mails_name_it() -> None:
    sink = Sink(answer="250 Ok 0100-000000")
    with SinkServer(sink) as server:
        way = Smtp(replace(at(server.port), ids="<{id}@eu-west-1.amazonses.com>"))
        with way.connect() as session:
            told = session.send(outgoing(), nothing).server_id
    assert told == "<0100-000000@eu-west-1.amazonses.com>"


def test_an_address_outside_ascii_goes_where_smtputf8_is_offered() -> None:
    sink = Sink()
    with (
        SinkServer(sink, enable_SMTPUTF8=True) as server,
        Smtp(at(server.port)).connect() as session,
    ):
        session.send(outgoing("jörg@example.org"), nothing)
    assert sink.recipients == ["jörg@example.org"]
    assert {"SMTPUTF8", "BODY=8BITMIME"} <= set(sink.mail_options)


def test_an_address_outside_ascii_is_refused_where_it_is_not() -> None:
    with (
        SinkServer(Sink(), enable_SMTPUTF8=False) as server,
        Smtp(at(server.port)).connect() as session,
        pytest.raises(AddressRefused, match="SMTPUTF8"),
    ):
        session.send(outgoing("jörg@example.org"), nothing)


def test_data_that_begins_with_a_dot_arrives_unharmed() -> None:
    sink = Sink()
    message = replace(outgoing(), words=Words.of(b".\r\n..b\r\n"))
    with SinkServer(sink) as server, Smtp(at(server.port)).connect() as session:
        session.send(message, nothing)
    assert sink.received == [message.data]


def test_smtputf8_is_asked_for_only_when_needed() -> None:
    sink = Sink()
    with (
        SinkServer(sink, enable_SMTPUTF8=True) as server,
        Smtp(at(server.port)).connect() as session,
    ):
        session.send(outgoing(), nothing)
    assert "SMTPUTF8" not in sink.mail_options


def test_a_message_over_the_server_s_limit_is_refused_before_it_is_sent() -> None:
    with (
        SinkServer(Sink(), data_size_limit=100) as server,
        Smtp(at(server.port)).connect() as session,
    ):
        with pytest.raises(MessageRefused, match="100 bytes"):
            session.send(outgoing(body=b"x" * 200 + b"\r\n"), nothing)
        session.send(outgoing(), nothing)


def only(username: str, password: str) -> Callable[..., AuthResult]:
    """Return an authenticator that lets one account in."""

    def authenticate(*arguments: object) -> AuthResult:
        given = arguments[-1]
        assert isinstance(given, LoginPassword)
        right = (given.login, given.password) == (username.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return authenticate


@pytest.mark.parametrize("tls", [False, True])
def test_an_answer_can_be_waited_for_beside_others(certificate: str, tls: bool) -> None:
    """Whoever has several connections speaks over the one whose answer is there."""
    sink = Sink()
    context = server_context(certificate) if tls else None
    security = Security.TLS if tls else Security.NONE
    with SinkServer(sink, ssl_context=context) as server:
        way = replace(at(server.port), security=security, trust=trusting(certificate))
        with Smtp(way).connect() as session:
            answer = session.begin(outgoing(), nothing)
            assert not answer.heard()
            assert select.select([answer], [], [], 10)[0]
            assert answer().reply
