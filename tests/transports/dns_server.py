"""A small DNS server on loopback, over UDP and TCP, for tests."""

import socketserver
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Zone = Mapping[tuple[str, str], Sequence[str]]
LARGEST = 512  # of an answer over UDP (RFC 1035 §2.3.4)


class _Server:
    """What both sockets answer from."""

    zone: Zone
    silent: frozenset[str]

    def answer(self, question: bytes, most: int) -> bytes | None:
        """Answer a question, cut to what fits; None for a name that nobody tells of."""
        query = dns.message.from_wire(question)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(query.question[0].rdtype)
        if name in self.silent:
            return None
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if not any(known == name for known, _ in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        if rows := self.zone.get((name, kind)):
            response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *rows))
        wire = response.to_wire(max_size=65_535)
        if len(wire) > most:
            response.answer.clear()
            response.flags |= dns.flags.TC
            wire = response.to_wire()
        return wire


class _UdpServer(_Server, socketserver.UDPServer):
    pass


class _TcpServer(_Server, socketserver.TCPServer):
    allow_reuse_address = True


class _Udp(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        question, socket = self.request
        wire = cast("_UdpServer", self.server).answer(question, LARGEST)
        if wire is not None:
            socket.sendto(wire, self.client_address)


class _Tcp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        (length,) = struct.unpack(">H", self.rfile.read(2))
        wire = cast("_TcpServer", self.server).answer(self.rfile.read(length), 65_535)
        if wire is not None:
            self.wfile.write(struct.pack(">H", len(wire)) + wire)


@contextmanager
def serving(zone: Zone, *, silent: Sequence[str] = ()) -> Iterator[str]:
    """Serve a zone, its records as zone files have them; give the server's address."""
    with ExitStack() as stack:
        udp = stack.enter_context(_UdpServer(("127.0.0.1", 0), _Udp))
        tcp = stack.enter_context(_TcpServer(udp.server_address, _Tcp))
        for server in (udp, tcp):
            server.zone, server.silent = zone, frozenset(silent)
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            stack.callback(server.shutdown)
        yield f"127.0.0.1:{udp.server_address[1]}"
