"""Swaps a DNS question for an answer, and reads no more than an honest resolver would send.

The parser is dnspython's. What it costs grows with records times labels, and a name's labels can be
shared by thousands of records through compression (RFC 1035 §4.1.4): 65 kB keep it busy for ten
seconds. So the bytes are received here, and sized up by their header before they are parsed.
"""

import asyncio
import socket
import struct

import dns.asyncbackend
import dns.flags
import dns.inet
import dns.message

MAX_BYTES = 8_192
MAX_RECORDS = 200
"""Of all sections together."""
_HEADER = struct.Struct("!6H")

Server = tuple[str, int]


async def exchange(query: dns.message.QueryMessage, server: Server) -> dns.message.Message:
    """The answer of `server` to `query`: over UDP, and over TCP when it is truncated.

    Parsed in a thread, as even an answer within the limits can take half a second. Raises OSError
    and EOFError when the server turns us away, ValueError and DNSException when the bytes are no
    answer to the question, or too many.
    """
    question = query.to_wire()
    wire = await _by_datagram(question, server)
    if _flags(query, wire) & dns.flags.TC:
        wire = await _by_stream(question, server)
        _flags(query, wire)
    return await asyncio.to_thread(_parsed, query, wire)


def _flags(query: dns.message.QueryMessage, wire: bytes) -> int:
    """The flags of an answer that may be parsed. Raises ValueError for any other."""
    if not _HEADER.size <= len(wire) <= MAX_BYTES:
        raise ValueError("The answer is too short or too long.")
    ident, flags, questions, *records = _HEADER.unpack_from(wire)
    if ident != query.id or questions > 1 or sum(records) > MAX_RECORDS:
        raise ValueError("The answer is to another question, or holds too much.")
    return int(flags)


def _parsed(query: dns.message.QueryMessage, wire: bytes) -> dns.message.Message:
    response = dns.message.from_wire(wire)
    if not query.is_response(response):
        raise ValueError("The answer is to another question.")
    return response


async def _by_datagram(question: bytes, server: Server) -> bytes:
    """The first datagram that comes back from `server`; those from elsewhere are not looked at."""
    family = dns.inet.af_for_address(server[0])
    backend = dns.asyncbackend.get_backend("asyncio")
    opened = backend.make_socket(family, socket.SOCK_DGRAM)  # type: ignore[no-untyped-call]
    async with await opened as endpoint:
        await endpoint.sendto(question, server, None)
        while True:
            answer, (host, port, *_) = await endpoint.recvfrom(65_535, None)
            if (_plain(host), port) == (_plain(server[0]), server[1]):
                return bytes(answer)


async def _by_stream(question: bytes, server: Server) -> bytes:
    reader, writer = await asyncio.open_connection(*server)
    try:
        writer.write(len(question).to_bytes(2) + question)
        length = int.from_bytes(await reader.readexactly(2))
        if length > MAX_BYTES:
            raise ValueError("The answer is too long.")
        return await reader.readexactly(length)
    finally:
        writer.close()


def _plain(address: str) -> bytes:
    """`address` without its zone, however it is written."""
    host = address.partition("%")[0]
    return dns.inet.inet_pton(dns.inet.af_for_address(host), host)
