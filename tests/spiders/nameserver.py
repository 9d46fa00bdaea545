"""A name server on loopback, over UDP and TCP: it answers from a zone, or as badly as it is told to."""

import socketserver
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.name
import dns.node
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import dns.zone

MOST_HOPS = 20


@dataclass
class NameServer:
    """What the server says: `zone` is everything there is; `silent`, `servfail`, `refused` are names that it treats so,
    `*` stands for all. `cut` answers are truncated over UDP, `short` ones over TCP, too. `asked` counts the questions,
    `over_tcp` those over TCP.
    """

    zone: dns.zone.Zone
    port: int = 0
    silent: frozenset[str] = frozenset()
    servfail: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    rubbish: bool = False
    edns: bool = True
    lame: bool = False
    """Of what it has no records, it says nothing at all, as one who is neither asked for it nor asks others."""
    gone: frozenset[str] = frozenset()
    """Aliases that it says NXDOMAIN with, because of where they lead."""
    asked: Counter[str] = field(default_factory=Counter)
    over_tcp: Counter[str] = field(default_factory=Counter)

    def answer(self, wire: bytes, *, tcp: bool) -> bytes | None:
        """The answer to a question, None for none."""
        question = dns.message.from_wire(wire)
        asked = question.question[0]
        name = asked.name.to_text(omit_final_dot=True).lower()
        self.asked[f"{name} {dns.rdatatype.to_text(asked.rdtype)}"] += 1
        self.over_tcp[name] += tcp
        if name in self.silent or "*" in self.silent:
            return None
        if self.rubbish:
            return wire[:2] + b"\xff" * 40
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.AA | dns.flags.RA
        if question.edns >= 0 and not self.edns:
            answer.set_rcode(dns.rcode.FORMERR)
        elif name in self.servfail or "*" in self.servfail:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif name in self.refused or "*" in self.refused:
            answer.set_rcode(dns.rcode.REFUSED)
        elif name in self.short or (name in self.cut and not tcp):
            answer.flags |= dns.flags.TC
        else:
            self._fill(answer, asked.name, asked.rdtype)
            if name in self.gone:
                answer.set_rcode(dns.rcode.NXDOMAIN)
            if self.lame and not answer.answer:
                answer.flags &= ~(dns.flags.AA | dns.flags.RA)
        return answer.to_wire(max_size=65535)

    def _fill(self, answer: dns.message.Message, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> None:
        for _ in range(MOST_HOPS):
            node = self._node(name)
            if node is None:
                answer.set_rcode(dns.rcode.NXDOMAIN)
                return
            alias = node.get_rdataset(dns.rdataclass.IN, dns.rdatatype.CNAME)
            found = node.get_rdataset(dns.rdataclass.IN, kind)
            for rdataset in (found or alias,):
                if rdataset is not None:
                    rrset = dns.rrset.from_rdata_list(name, rdataset.ttl, list(rdataset))
                    if rrset in answer.answer:
                        return
                    answer.answer.append(rrset)
            if found is not None or alias is None:
                return
            name = alias[0].target

    def _node(self, name: dns.name.Name) -> dns.node.Node | None:
        """The records of a name, those of a wildcard where there is no such name, an empty node above other names."""
        node = self.zone.nodes.get(name)
        if node is not None:
            return node
        if any(other.is_subdomain(name) for other in self.zone.nodes):
            return dns.node.Node()  # type: ignore[no-untyped-call] # the library's
        closest = name
        while len(closest) > 1:
            closest = closest.parent()
            star = self.zone.nodes.get(dns.name.Name(("*", *closest.labels)))
            if star is not None:
                return star
            if closest in self.zone.nodes:
                return None
        return None


@contextmanager
def serving(records: str, **behaviour: object) -> Iterator[NameServer]:
    """Serves `records`, a zone file of all names there are, on 127.0.0.1 until the block ends."""
    zone = dns.zone.from_text(records, origin=".", relativize=False, check_origin=False)
    server = NameServer(zone, **behaviour)  # type: ignore[arg-type] # its own fields

    class Datagrams(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, socket = self.request
            answer = server.answer(data, tcp=False)
            if answer is not None:
                socket.sendto(answer, self.client_address)

    class Streams(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            length = self.rfile.read(2)
            if len(length) == 2:
                answer = server.answer(self.rfile.read(struct.unpack("!H", length)[0]), tcp=True)
                if answer is not None:
                    self.wfile.write(struct.pack("!H", len(answer)) + answer)

    udp, tcp = _bound(Datagrams, Streams)
    server.port = udp.server_address[1]
    with udp, tcp:
        running = [threading.Thread(target=one.serve_forever, args=(0.02,), daemon=True) for one in (udp, tcp)]
        for thread in running:
            thread.start()
        try:
            yield server
        finally:
            for one in (udp, tcp):
                one.shutdown()
            for thread in running:
                thread.join()


def _bound(
    datagrams: type[socketserver.BaseRequestHandler], streams: type[socketserver.BaseRequestHandler]
) -> tuple[socketserver.ThreadingUDPServer, socketserver.ThreadingTCPServer]:
    """Servers on one port that is free for both."""
    while True:
        udp = socketserver.ThreadingUDPServer(("127.0.0.1", 0), datagrams)
        try:
            return udp, socketserver.ThreadingTCPServer(udp.server_address, streams)
        except OSError:
            udp.server_close()
