"""Labelled URLs from a CSV file, with what training needs to know about each."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np

from elara.errors import InvalidUrl, Malformed
from elara.lexical.model import Counts, Floats
from elara.urls.facts import facts_of
from elara.urls.model import UrlFacts

NEEDED = ("url", "label", "source", "date", "group")
LONG_AGO = "2020"
"""Malicious rows from before this year weigh less: phishing has moved to other hosts since."""
_OLD, _BARE = 0.25, 0.2
_MOSTLY = 0.95
_LOGINS = 24
_DOORS = tuple(
    """
    /login /login/ /login.aspx /wp-login.php /signin /my-account/ /auth/login /en/login
    /account/login /accounts/login/ /user/login /users/sign_in /member/login.php /Account/Login
    /customer/account/login/ /owa/auth/logon.aspx /administrator/index.php /index.php/login
    /RDWeb/Pages/en-US/login.aspx /connexion /anmelden /acesso/login.aspx /entrar /ingresar.php
    /iniciar-sesion /accedi /logowanie /giris /inloggen /login.php /remote/login /webmail/
    accounts./login login./ account./ my./login portal./login auth./ webmail./ secure./login
    online./login clientes./login espace-client./connexion kundenportal./anmelden mail./owa/
    """.split()
)
"""Ways to a log-in page: a path, or a subdomain and a path."""


@dataclass(frozen=True, slots=True)
class Row:
    """One URL and its label; `group` is its owner, `source` the list it is from."""

    facts: UrlFacts
    malicious: bool
    source: str
    """With the label appended, so that a list of both kinds counts as two."""
    date: str
    group: str


def rows(path: Path) -> list[Row]:
    """The rows of a CSV file, gzipped or not, without those that are no URL.

    Raises Malformed for a file without the columns `NEEDED`.
    """
    return list(_rows(path))


def _rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as raw:
        reader = csv.DictReader(io.TextIOWrapper(raw, "utf-8", newline=""))
        missing = set(NEEDED).difference(reader.fieldnames or ())
        if missing:
            raise Malformed(f"{path.name} has no column {', '.join(sorted(missing))}.")
        for row in reader:
            malicious = row["label"] == "1"
            source = f"{row['source']} {'+' if malicious else '-'}"
            try:
                facts = facts_of(row["url"])
            except InvalidUrl:
                continue
            yield Row(facts, malicious, source, row["date"], row["group"])


def with_logins(given: Sequence[Row]) -> list[Row]:
    """The rows, and for some of the harmless hosts the log-in page that such a host may have.

    Lists of harmless URLs have next to none on little known hosts, which would teach that asking
    for a password there is proof. The host decides, so one in `_LOGINS` gets a page of its own.
    """
    pages = (_login(row) for row in given if not row.malicious)
    return [*given, *(page for page in pages if page is not None)]


def _login(row: Row) -> Row | None:
    host, facts = row.facts.host, row.facts
    chance = crc32(facts.href.encode())
    if chance % _LOGINS or facts.ip:
        return None
    door = _DOORS[chance // _LOGINS % len(_DOORS)]
    if "." in door and (facts.platform or facts.subdomain not in ("", "www")):
        return None
    prefix, slash, path = door.partition("/")
    bare = facts.registrable if prefix else host
    return replace(row, facts=facts_of(f"http://{prefix}{bare}{slash}{path}"))


def weights(given: Sequence[Row]) -> Floats:
    """How much each row counts: the root of its owner's rows shared among them; less when old,
    or when its list is of nothing but bare hosts, which would teach that a bare host is harmless.
    """
    owners = Counter((row.source, row.group) for row in given)
    bare = _bare_lists(given)
    return np.array(
        [
            owners[row.source, row.group] ** -0.5
            * (_OLD if row.malicious and row.date < LONG_AGO else 1.0)
            * (_BARE if row.source in bare else 1.0)
            for row in given
        ],
        np.float32,
    )


def _bare_lists(given: Iterable[Row]) -> frozenset[str]:
    whole: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for row in given:
        if not row.malicious:
            whole[row.source] += 1
            bare[row.source] += row.facts.path == "/" and not row.facts.query
    return frozenset(source for source in whole if bare[source] >= _MOSTLY * whole[source])


def folds(given: Sequence[Row], number: int) -> Counts:
    """The fold of each row: whole sources, spread so that each fold has as much of both labels."""
    sizes = Counter((row.malicious, row.source) for row in given)
    filled: Counter[tuple[bool, int]] = Counter()
    placed: dict[str, int] = {}
    for (malicious, source), size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        fold = min(range(number), key=lambda each: (filled[malicious, each], each))
        filled[malicious, fold] += size
        placed[source] = fold
    return np.array([placed[row.source] for row in given])
