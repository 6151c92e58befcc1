"""Makes URLs harmless to look at, and turns what people paste back into URLs.

Refanging accepts the spellings analysts use: `hxxp`, `[:]//`, `[.]`, `(dot)`, `[at]` and mixtures.
Words and round or curly brackets are undone only before the path, where no real URL has them.
"""

import re
import unicodedata

_WRAPPING = {'"': '"', "'": "'", "`": "`", "<": ">", "“": "”", "‘": "’", "«": "»"}
_FULLWIDTH_SCHEME = re.compile(r"^\w{4,5}：／／")
_BROKEN_SCHEME = re.compile(
    r"(?!https?://)\bh(?:tt|xx|\*\*)p(s?)\s?(?:\[:\]//|\[://\]|\[:\]\[/\]\[/\]|\(:\)//|://)",
    re.IGNORECASE,
)
_BROKEN_DOT = re.compile(r" ?[\[({] ?(?:\.|dot) ?[\])}] ?|\[\.|\.\]", re.IGNORECASE)
_BROKEN_AT = re.compile(r" ?[\[({] ?(?:@|at) ?[\])}] ?", re.IGNORECASE)
_BRACKETED = re.compile(r"\[([./:@])\]")
_BEFORE_PATH = re.compile(r"(?:https?://)?[^/?#]*", re.IGNORECASE)

_INTACT = re.compile(r"https?://[^\s\[\](){}]*", re.IGNORECASE)
"""What has nothing to be undone, unless a second, broken scheme follows."""

_LINK = re.compile(r"\bhttp(s?)://([^/?#\s]*)", re.IGNORECASE)
_HOST = re.compile(r"^[^/?#\s]+")
_DOT = re.compile(r"(?<!\[)\.(?!\])")


def refang(text: str) -> str:
    """The URL `text` stands for, without surrounding space, quotes or angle brackets."""
    if _INTACT.fullmatch(text) and "**" not in text and "xx" not in text.lower():
        return text
    text = _unwrapped(text)
    text = _FULLWIDTH_SCHEME.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _BROKEN_SCHEME.sub(lambda found: f"http{found[1].lower()}://", text)
    return _BRACKETED.sub(r"\1", _BEFORE_PATH.sub(_refanged_host, text, count=1))


def defang(text: str) -> str:
    """`text`, a URL or a host, in a form no program turns into a link.

    `https://evil.example/x` becomes `hxxps[:]//evil[.]example/x`, and so do whole URLs inside
    a query. `refang` undoes it; defanging twice changes nothing.
    """
    text = _LINK.sub(lambda found: f"hxxp{found[1].lower()}[:]//{_dotless(found[2])}", text)
    return _HOST.sub(lambda found: _dotless(found[0]), text)


def _unwrapped(text: str) -> str:
    text = text.strip()
    while len(text) > 2 and _WRAPPING.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return text


def _refanged_host(found: re.Match[str]) -> str:
    return _BROKEN_AT.sub("@", _BROKEN_DOT.sub(".", found[0]))


def _dotless(name: str) -> str:
    return _DOT.sub("[.]", name)
