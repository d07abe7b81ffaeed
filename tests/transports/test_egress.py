"""Does a request go where it may only, and end when it must?"""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from ipaddress import ip_network

import pytest

from syndicate.domain.errands import Reply, Request
from syndicate.domain.reach import read_target
from syndicate.transports.egress import MOST_BYTES, Egress
from syndicate.transports.guarded import MOST_ADDRESSES, Guard
from tests.transports.mail_servers import server_context
from tests.transports.receiver import Got, Said, receiving

LOOPBACK = [ip_network("127.0.0.0/8"), ip_network("::1/128")]


def send(egress: Egress, url: str, body: bytes = b"") -> Reply:
    with closing(egress.line()) as line:
        return line.send(Request(method="POST" if body else "GET", url=url, body=body))


def at(*addresses: str) -> Egress:
    """Return a way out by which every name is at these addresses."""
    return Egress(resolve=lambda _host, _port: addresses)


@contextmanager
def raw(*answers: bytes, pause: float = 0) -> Iterator[int]:
    """Listen, and answer a connection with these bytes, one after the other."""

    def serve() -> None:
        with opened, opened.accept()[0] as connection:
            connection.recv(4096)
            for answer in answers:
                time.sleep(pause)
                try:
                    connection.sendall(answer)
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as opened:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(opened.getsockname()[1])
        thread.join(5)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "0.0.0.1"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fd00::1", "ff02::1", "2001:db8::1", "fec0::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
        *("64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "::127.0.0.1"),
    ],
)
def test_nothing_is_sent_to_what_is_not_everybodys(address: str) -> None:
    reply = send(at(address), "http://reader.example.org/")
    assert reply.barred
    assert reply.said.startswith(f"reader.example.org is at {address}, where nothing is sent")


def test_one_private_address_among_those_of_a_name_is_enough_to_refuse_it() -> None:
    assert send(at("93.184.215.14", "10.0.0.1"), "http://reader.example.org/").barred


@pytest.mark.parametrize("port", [1, 22, 25, 6379 - 6000, 6000, 6667, 10080])
def test_nothing_is_sent_to_ports_of_other_services(port: int) -> None:
    reply = send(at("93.184.215.14"), f"http://reader.example.org:{port}/")
    assert (reply.barred, reply.said) == (
        True,
        f"nothing is sent to port {port} of reader.example.org",
    )


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://x.org/", "file:///etc/passwd", "http://", "http://a:b@x.org/", "//x.org/"),
        *("http://x.org:0/", "http://x.org/\r\nA: b", "http://x.org/ a", "http://[::1%25lo]/"),
        *("http://ünsafe.org/", "gopher://x.org/", "http://x.org/#part", "x" * 3000),
    ],
)
def test_what_is_no_plain_web_address_is_not_tried(url: str) -> None:
    assert send(at("93.184.215.14"), url).barred


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost"])
def test_no_spelling_of_this_machine_leads_to_it(host: str) -> None:
    with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        assert send(Egress(), f"http://{host}:{port}/").barred
        assert receiver.connections == 0


def test_a_name_that_answers_otherwise_a_moment_later_changes_nothing() -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        reply = send(Egress(resolve=resolve, seconds=0.3), f"http://rebinds.example.org:{port}/")
        assert (reply.status, receiver.connections, asked) == (0, 0, ["rebinds.example.org"])


def test_what_is_allowed_is_reached_by_any_port() -> None:
    with receiving() as receiver:
        assert send(Egress(LOOPBACK), receiver.url).status == 200


def test_nobody_is_followed_to_where_an_answer_leads() -> None:
    with receiving() as inside:

        def lead(_: Got) -> Said:
            return Said(status=302, headers={"Location": inside.url})

        with receiving(lead) as outside:
            assert send(Egress(LOOPBACK), outside.url).status == 302
        assert inside.connections == 0


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert send(Egress(LOOPBACK), receiver.url).status == 200
        assert (proxy.connections, receiver.connections) == (0, 1)


def test_requests_to_one_host_go_over_one_connection() -> None:
    with receiving() as receiver, closing(Egress(LOOPBACK).line()) as line:
        for path in "abc":
            request = Request(method="POST", url=f"{receiver.url}/{path}", body=path.encode())
            assert line.send(request).status == 200
        assert [each.body for each in receiver.told()] == [b"a", b"b", b"c"]
        assert receiver.connections == 1


def test_a_connection_closed_meanwhile_is_opened_again() -> None:
    with receiving(lambda _: Said(headers={"Connection": "close"})) as receiver:
        with closing(Egress(LOOPBACK).line()) as line:
            replies = [line.send(Request(method="GET", url=receiver.url)) for _ in range(2)]
        assert [reply.status for reply in replies] == [200, 200]
        assert receiver.connections == 2


def test_bytes_that_drip_end_by_the_deadline() -> None:
    with raw(b"HTTP/1.1 200 OK\r\n", *[b"A: b\r\n"] * 40, pause=0.05) as port:
        reply = send(Egress(LOOPBACK, seconds=0.3), f"http://127.0.0.1:{port}/")
        assert (reply.status, reply.said) == (0, "timed out")


def test_a_name_server_that_does_not_answer_is_waited_for_no_longer_than_an_exchange() -> None:
    answered = threading.Event()

    def resolve(_host: str, _port: int) -> Sequence[str]:
        answered.wait(10)
        return ["127.0.0.1"]

    reply = send(Egress(LOOPBACK, seconds=0.1, resolve=resolve), "http://slow.example.org/")
    assert (reply.status, reply.said, answered.is_set()) == (0, "timed out", False)
    answered.set()


def test_the_first_few_addresses_of_a_name_are_tried_within_the_time_of_one_exchange() -> None:
    looks: list[float] = []

    def left() -> float:
        looks.append(1.0)
        return 1.0

    with socket.create_server(("127.0.0.1", 0)) as closed:
        target = read_target(f"http://many.example.org:{closed.getsockname()[1]}/")
    addresses = [f"127.0.2.{number}" for number in range(1, 20)]
    guard = Guard(LOOPBACK, lambda _host, _port: addresses)
    with pytest.raises(ConnectionRefusedError):
        guard.connected(target, left)
    assert len(looks) == 1 + MOST_ADDRESSES


def test_an_address_that_is_silent_leaves_time_for_the_next() -> None:
    found = ["127.0.2.1", "127.0.2.9"]
    with ExitStack() as stack:
        silent = stack.enter_context(socket.socket())
        silent.bind((found[0], 0))
        silent.listen(0)
        port = silent.getsockname()[1]
        for _ in range(3):  # its queue is full then, and nobody else is answered
            filling = stack.enter_context(socket.socket())
            filling.settimeout(0)
            filling.connect_ex((found[0], port))
        opened = stack.enter_context(socket.create_server((found[1], port)))
        asked = Egress(LOOPBACK, seconds=0.4, resolve=lambda _host, _port: found)
        assert send(asked, f"http://many.example.org:{port}/").said == "timed out"
        opened.settimeout(0)
        opened.accept()[0].close()


def test_a_body_that_ends_with_its_connection_is_read_whole() -> None:
    with raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"all ", b"of it") as port:
        reply = send(Egress(LOOPBACK), f"http://127.0.0.1:{port}/")
        assert (reply.status, reply.body) == (200, b"all of it")


def test_an_answer_without_end_is_read_no_further_than_it_may() -> None:
    with raw(b"HTTP/1.1 500 No\r\n\r\n", *[b"x" * 65536] * 20) as port:
        reply = send(Egress(LOOPBACK), f"http://127.0.0.1:{port}/")
        assert (reply.status, len(reply.body)) == (500, MOST_BYTES)


ENDLESS = b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200


@pytest.mark.parametrize("answer", [b"rubbish\r\n\r\n", b"", ENDLESS])
def test_what_is_no_answer_is_told_as_none(answer: bytes) -> None:
    with raw(answer) as port:
        reply = send(Egress(LOOPBACK), f"http://127.0.0.1:{port}/")
        assert (reply.status, reply.barred) == (0, False)
        assert reply.said


def test_who_does_not_answer_is_not_asked_again_over_the_same_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        with closing(Egress(LOOPBACK, seconds=0.1).line()) as line:
            replies = [
                line.send(Request(method="GET", url=f"http://127.0.0.1:{port}/{n}"))
                for n in range(5)
            ]
        assert {reply.status for reply in replies} == {0}
        deaf.settimeout(0)
        deaf.accept()[0].close()
        with pytest.raises(BlockingIOError):
            deaf.accept()


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: str) -> None:
    context = server_context(certificate)
    with socket.create_server(("127.0.0.1", 0)) as opened:

        def serve() -> None:
            with opened.accept()[0] as plain:
                try:
                    context.wrap_socket(plain, server_side=True).close()
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        reply = send(Egress(LOOPBACK), f"https://127.0.0.1:{opened.getsockname()[1]}/")
        thread.join(5)
    assert reply.status == 0
    assert "certificate" in reply.said.lower()
