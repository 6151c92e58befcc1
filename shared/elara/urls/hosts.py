"""Splits a host by the Public Suffix List bundled with tldextract. Never fetches a newer one."""

import ipaddress
from functools import cache, lru_cache

import idna
from tldextract import TLDExtract
from tldextract.tldextract import ExtractResult

from elara.urls.model import Host


@lru_cache(maxsize=4096)
def split(host: str) -> Host:
    """The parts of `host` (as in `Url.host`); a final dot is dropped.

    A top-level domain missing from the list counts as a public suffix, as the list's own
    algorithm says. A private suffix that is itself the host is split by the registry section.
    """
    name = host.lower().rstrip(".")
    if _is_ip(name):
        return Host(name, name, "", "", "", platform=False, ip=name)
    found = _suffixes(private=True).extract_str(name)
    if found.is_private and not found.domain:
        found = _suffixes(private=False).extract_str(name)
    suffix, registrable = _suffix_and_registrable(name, found)
    return Host(
        name=name,
        unicode=_unicode(name),
        suffix=suffix,
        registrable=registrable,
        subdomain=name.removesuffix(registrable).rstrip(".") if registrable else "",
        platform=found.is_private,
        ip=None,
    )


@cache
def _suffixes(*, private: bool) -> TLDExtract:
    return TLDExtract(
        cache_dir=None,
        suffix_list_urls=(),
        fallback_to_snapshot=True,
        include_psl_private_domains=private,
    )


def _suffix_and_registrable(name: str, found: ExtractResult) -> tuple[str, str]:
    if found.suffix:
        return found.suffix, found.top_domain_under_public_suffix
    labels = name.split(".")
    return (labels[-1], ".".join(labels[-2:])) if len(labels) > 1 else ("", "")


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _unicode(name: str) -> str:
    if "xn--" not in name:
        return name
    return ".".join(_label_unicode(label) for label in name.split("."))


def _label_unicode(label: str) -> str:
    """IDNA 2008 first; else plain punycode (emoji and the like); else the label as it is."""
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except idna.IDNAError:
        pass
    try:
        shown = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
    return shown if shown.isprintable() else label
