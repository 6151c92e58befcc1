"""Splits a host by the Public Suffix List bundled with tldextract. Never fetches a newer one."""

import ipaddress
from functools import cache, lru_cache

import idna
from tldextract import TLDExtract

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
    suffix, platform = _public_suffix(name)
    registrable = _below(name, suffix)
    return Host(
        name=name,
        unicode=_unicode(name),
        suffix=suffix,
        registrable=registrable,
        subdomain=name.removesuffix(registrable).rstrip(".") if registrable else "",
        platform=platform,
        ip=None,
    )


def _public_suffix(name: str) -> tuple[str, bool]:
    """The public suffix of `name`, and whether it is a private one."""
    registry, private = _rules()
    suffix = _longest(name, private)
    if suffix and suffix != name:
        return suffix, _longest(name, registry) != suffix
    suffix = _longest(name, registry)
    return suffix or (name.rpartition(".")[2] if "." in name else ""), False


def _longest(name: str, rules: frozenset[str]) -> str:
    """The longest suffix of `name` that is public by `rules`; empty when none is.

    The algorithm of https://publicsuffix.org/list/: an exception (`!`) beats a wildcard.
    """
    rest = name
    while rest:
        _, _, parent = rest.partition(".")
        if f"!{rest}" in rules:
            return parent
        if rest in rules or (parent and f"*.{parent}" in rules):
            return rest
        rest = parent
    return ""


def _below(name: str, suffix: str) -> str:
    """The suffix and one label more, or an empty string where there is none."""
    label = name.removesuffix(suffix).removesuffix(".").rpartition(".")[2] if suffix else ""
    return f"{label}.{suffix}" if label else ""


@cache
def _rules() -> tuple[frozenset[str], frozenset[str]]:
    """The rules of the registry section, and those of both sections, in ASCII."""
    lists = (
        TLDExtract(
            cache_dir=None,
            suffix_list_urls=(),
            fallback_to_snapshot=True,
            include_psl_private_domains=private,
        ).tlds
        for private in (False, True)
    )
    registry, both = (frozenset(map(_ascii, rules)) for rules in lists)
    return registry, both


def _ascii(rule: str) -> str:
    if rule.isascii():
        return rule
    return ".".join(label.encode("idna").decode() for label in rule.split("."))


def _is_ip(name: str) -> bool:
    if ":" not in name and not name[-1:].isdigit():
        return False  # WHATWG: a host whose last label is a number is an address
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
