"""`elara verify`: whether a signed verdict is what Elara said, offline."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import typer

from elara.cli import exits
from elara.cli.plain import plain
from elara.signing.canonical import strictly_parsed
from elara.signing.jwks import Jwks, key_set
from elara.signing.keys import pem_of, signature_bytes
from elara.signing.model import NoKey, Unverified
from elara.signing.verify import Verified, taken_apart, verify
from elara.urls.defang import defang

LARGEST = 64 * 1024 * 1024
"""Bytes of a document; bundles have some 100 KB."""
LARGEST_SET = 1024 * 1024
DEADLINE = 10.0
"""Seconds to fetch a key set."""
PINNED = Path(typer.get_app_dir("elara")) / "jwks.json"
"""The keys this machine relies on, put there by its owner."""

NO_INPUT = 66
"""The file cannot be read (EX_NOINPUT of sysexits.h)."""

OPENSSL = (
    "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in message.json -sigfile signature.bin"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to print, and the exit code: 0 only when everything holds."""

    code: int
    lines: tuple[str, ...]
    document: dict[str, Any]
    """The same for machines."""


def verified(file: Path, keys: str | None, export: Path | None) -> Answer:
    """Verifies `file` (`-` is standard input) with a key set: a file, a URL, or the pinned one.

    Exit codes: 0 it holds, 65 it does not, 66 no such file, 64 no keys, 69 keys out of reach. With
    `export`, what openssl needs to check the signature itself is written there, also when we
    would refuse it.
    """
    try:
        content = _read(file)
    except OSError as error:
        return _failed(NO_INPUT, "unreadable", f"{file}: {error.strerror}")
    try:
        source, trusted = _keys(keys)
    except NoKey as error:
        return _failed(exits.USAGE, "no keys", error.detail)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return _failed(exits.UNAVAILABLE, "keys out of reach", type(error).__name__)
    exported: tuple[str, ...] = ()
    try:
        document = strictly_parsed(content)
        if export is not None:
            exported = _export(document, trusted, export)
        found = verify(document, trusted)
    except Unverified as error:
        return _failed(exits.DATA, error.part.value, error.detail, exported)
    return _holds(found, source, exported)


def _read(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(LARGEST)
    with file.open("rb") as opened:
        return opened.read(LARGEST)


def _keys(given: str | None) -> tuple[str, Jwks]:
    """The key set, and where it is from. Raises NoKey; httpx.HTTPError for a URL."""
    if given is not None and given.startswith(("https://", "http://")):
        return given, key_set(_fetched(given))
    chosen = Path(given) if given is not None else next(_pinned(), None)
    if chosen is None:
        raise NoKey(f"Name the keys with --jwks or ELARA_JWKS, or put them into {PINNED}.")
    try:
        return str(chosen), key_set(chosen.read_bytes())
    except OSError as error:
        raise NoKey(f"{chosen}: {error.strerror}") from error


def _pinned() -> Iterator[Path]:
    """ELARA_JWKS, else the file of this machine. Never anything in the current directory: whoever
    packs a bundle could pack the keys to it as well."""
    if named := os.environ.get("ELARA_JWKS"):
        yield Path(named)
    if PINNED.is_file():
        yield PINNED


def _fetched(url: str) -> bytes:
    """A key set that anybody on the way could replace proves nothing, so only HTTPS will do."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise NoKey("Keys are fetched over HTTPS only.")
    content = b""
    with httpx.stream("GET", url, timeout=DEADLINE, follow_redirects=False) as answer:
        answer.raise_for_status()
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > LARGEST_SET:
                raise NoKey("The key set is too large.")
    return content


def _export(document: Any, keys: Jwks, folder: Path) -> tuple[str, ...]:
    """Writes the first signature's parts; returns how to check them. Raises Unverified."""
    signed = taken_apart(document)
    first = signed.signatures[0]
    parts = {
        "message.json": signed.message,
        "signature.bin": signature_bytes(first),
        "key.pem": pem_of(keys.find(first.kid)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in parts.items():
        (folder / name).write_bytes(content)
    return f"Written to {folder}; to check the signature there, without us:", f"  {OPENSSL}"


def _holds(found: Verified, source: str, exported: tuple[str, ...]) -> Answer:
    said = found.statement
    verdict = said.verdict
    records = "not in the file" if found.records is None else f"{found.records} records, all there"
    lines = (
        f"VERIFIED  {defang(said.url)}",
        f"  said       {verdict.level}, {verdict.score} of 1000; status {said.status}",
        f"  scan       {said.scan_id}, revision {said.revision}, of {said.org_id}",
        f"  issued     {said.issued_at.isoformat()}",
        f"  signed by  {', '.join(found.kids)}",
        f"  keys from  {source}",
        f"  ruleset    {said.ruleset.version}, {said.ruleset.hash}",
        f"  evidence   {records}; root {said.evidence_root}",
        *exported,
    )
    document = {
        "verified": True,
        "kids": found.kids,
        "records": found.records,
        "statement": said.model_dump(mode="json"),
    }
    return Answer(exits.OK, tuple(map(plain, lines)), document)


def _failed(code: int, part: str, detail: str, exported: tuple[str, ...] = ()) -> Answer:
    lines = (f"NOT VERIFIED  {part}: {detail}", *exported)
    document = {"verified": False, "part": part, "detail": detail}
    return Answer(code, tuple(map(plain, lines)), document)
