"""A URL, a page or an e-mail address hidden in base64."""

import re
from base64 import urlsafe_b64decode

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.encoded_payload",
    title="Hidden in base64",
    reads=UrlFacts,
    points=80,
    why="Base64 hides from filters whom the link is for, where it leads, or what it will show.",
    references=(
        "https://www.rfc-editor.org/rfc/rfc4648#section-5",
        "https://attack.mitre.org/techniques/T1027/",
    ),
)

_SHORTEST = 16
_RUN = re.compile(r"[A-Za-z0-9+_-]{16,}")
_MAIL = re.compile(rb"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(rb"https?://[\w-]+\.")
_PAGE = re.compile(rb"<(?:!doctype|html|script|body|iframe|svg)\b", re.IGNORECASE)
_MAIL_POINTS, _LINK_POINTS = 60, 30


def check(facts: UrlFacts) -> Hit | None:
    if len(facts.path) + len(facts.query) < _SHORTEST:
        return None
    runs = _RUN.findall(facts.query) + _RUN.findall(facts.path)
    # Base64 of text has letters of both cases; titles and digests, which abound, do not.
    for plain in (_plain(run) for run in runs if run.lower() != run != run.upper()):
        if _PAGE.search(plain):
            return Hit("The URL carries a page hidden in base64.")
        if _MAIL.fullmatch(plain):
            return (
                None
                if publisher(facts)
                else Hit("The URL carries an e-mail address hidden in base64.", _MAIL_POINTS)
            )
        if _LINK.match(plain):
            return Hit("The URL carries another URL hidden in base64.", _LINK_POINTS)
    return None


def _plain(run: str) -> bytes:
    try:
        return urlsafe_b64decode(run.replace("+", "-") + "=" * (-len(run) % 4))
    except ValueError:
        return b""
