"""Reads what matters out of HTML: pure, and bounded in everything it returns.

Run it through `elara.content.sandbox` for hostile pages: a few kilobytes of nested or mis-nested
tags keep any conforming parser busy for minutes (the tree construction of the HTML standard is
quadratic in depth and worse in unclosed formatting), and nothing stops a parser but its process.
"""

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict
from selectolax.lexbor import LexborHTMLParser, LexborNode

from elara.content.model import ScriptSigns

MAX_FORMS = 20
MAX_ITEMS = 50
MAX_LINK = 4_096
MAX_PHRASE = 300
MAX_TEXT = 20_000

_UNSEEN = ["script", "style", "noscript", "template", "svg"]
_FIELDS = "input, select, textarea"
_JAVASCRIPT = re.compile(r"^$|javascript|ecmascript|^module$", re.IGNORECASE)
_SIGNS = {
    "eval": re.compile(r"\beval\s*\("),
    "atob": re.compile(r"\batob\s*\("),
    "unescape": re.compile(r"\bunescape\s*\("),
    "char_codes": re.compile(r"\bfromCharCode\b"),
    "document_write": re.compile(r"\bdocument\.write(?:ln)?\s*\("),
}
_QUOTED = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'')
_REFRESH = re.compile(r"\s*[\d.]+(?:\s*[;,]|\s)\s*(?:url\s*=\s*)?(.+)", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])", re.IGNORECASE
)
_TINY = re.compile(r"^\s*[01](?:px)?\s*$")
_EMAIL = re.compile(r"e-?mail|correo|courriel", re.IGNORECASE)
_OTP = re.compile(
    r"one-?time|\botp|otp\b|2fa|two-?factor|sms-?_?code|verification-?_? ?code", re.IGNORECASE
)
_CARD = re.compile(r"\bcc-|card-?_? ?(?:num|no\b)|\bcvv2?\b|\bcvc2?\b|\bccnum", re.IGNORECASE)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class FormMarkup(_Value):
    """A form as written: `action` is not resolved and may be empty."""

    action: str = ""
    method: str = "get"
    password: bool = False
    email: bool = False
    otp: bool = False
    card: bool = False


class Markup(_Value):
    """A page as written. Links are not resolved."""

    language: str = ""
    base: str = ""
    title: str = ""
    headings: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    """Texts that stand for images."""
    text: str = ""
    forms: tuple[FormMarkup, ...] = ()
    password_fields: int = 0
    scripts: tuple[str, ...] = ()
    """Sources of external scripts."""
    signs: ScriptSigns = ScriptSigns()
    hidden_frames: tuple[str, ...] = ()
    refresh: str = ""


def read(html: str) -> Markup:
    """What `html` holds. Raises ValueError when the parser gives up."""
    try:
        tree = LexborHTMLParser(html)
    except Exception as error:  # selectolax raises its own error, without a common base
        raise ValueError("The parser gave up.") from error
    base = tree.css_first("base[href]")
    language = tree.css_first("html[lang]")
    found = Markup(
        language=_attribute(language, "lang")[:20].lower(),
        base=_attribute(base, "href")[:MAX_LINK],
        title=_phrase(tree.css_first("title")),
        headings=_some(_phrase(node) for node in tree.css("h1, h2")),
        images=_some(_label(node) for node in tree.css("img[alt], [role=img], svg title")),
        forms=_telling(form for node in tree.css("form") for form in _forms(node)),
        password_fields=sum(_is_password(node) for node in tree.css("input")),
        scripts=_some(_attribute(node, "src")[:MAX_LINK] for node in tree.css("script[src]")),
        signs=_signs(tree.css("script:not([src])")),
        hidden_frames=_some(
            _attribute(node, "src")[:MAX_LINK] for node in tree.css("iframe[src]") if _unseen(node)
        ),
        refresh=_refresh(tree.css("meta[http-equiv][content]")),
    )
    tree.strip_tags(_UNSEEN)  # changes the tree, so it comes last
    text = tree.body.text(separator=" ", strip=True) if tree.body else ""
    return found.model_copy(update={"text": " ".join(text.split())[:MAX_TEXT]})


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "").strip() if node is not None else ""


def _phrase(node: LexborNode | None) -> str:
    return " ".join(node.text().split())[:MAX_PHRASE] if node is not None else ""


def _label(node: LexborNode) -> str:
    label = _attribute(node, "alt") or _attribute(node, "aria-label")
    return label[:MAX_PHRASE] or (_phrase(node) if node.tag == "title" else "")


def _some(texts: Iterable[str]) -> tuple[str, ...]:
    """The first different ones that are not empty."""
    return tuple(dict.fromkeys(filter(None, texts)))[:MAX_ITEMS]


def _telling(forms: Iterable[FormMarkup]) -> tuple[FormMarkup, ...]:
    """The first forms, those that ask for secrets before all others."""
    asking = sorted(forms, key=lambda form: not (form.password or form.card or form.otp))
    return tuple(asking[:MAX_FORMS])


def _forms(node: LexborNode) -> list[FormMarkup]:
    """The form, and one more for each button that sends it somewhere else."""
    fields = node.css(_FIELDS)
    asked = " ".join(_purpose(field) for field in fields)
    form = FormMarkup(
        action=_attribute(node, "action")[:MAX_LINK],
        method=_attribute(node, "method").lower()[:10] or "get",
        password=any(_is_password(field) for field in fields),
        email=bool(_EMAIL.search(asked)),
        otp=bool(_OTP.search(asked)),
        card=bool(_CARD.search(asked)),
    )
    others = _some(_attribute(button, "formaction") for button in node.css("[formaction]"))
    return [form, *(form.model_copy(update={"action": to[:MAX_LINK]}) for to in others[:3])]


def _purpose(field: LexborNode) -> str:
    names = ("type", "name", "id", "autocomplete", "placeholder", "aria-label")
    return " ".join(_attribute(field, name)[:100] for name in names)


def _is_password(field: LexborNode) -> bool:
    return _attribute(field, "type").lower() == "password"


def _signs(scripts: list[LexborNode]) -> ScriptSigns:
    code = "\n".join(
        node.text() for node in scripts if _JAVASCRIPT.search(_attribute(node, "type"))
    )
    counts = {name: len(pattern.findall(code)) for name, pattern in _SIGNS.items()}
    longest = max((len(string) - 2 for string in _QUOTED.findall(code)), default=0)
    return ScriptSigns(**counts, longest=longest)


def _unseen(frame: LexborNode) -> bool:
    """A frame with a size of at most one pixel or hidden by its style.

    One inside `noscript` does not count: browsers that run scripts never load it, and the tag
    managers of half the web put one there.
    """
    if _attribute(frame, "src").lower().startswith(("about:", "javascript:", "data:")):
        return False
    if _without_scripts(frame):
        return False
    sizes = (_attribute(frame, "width"), _attribute(frame, "height"))
    style = _attribute(frame, "style")
    hidden = "hidden" in frame.attributes or bool(_HIDDEN.search(style))
    return hidden or all(_TINY.match(size) for size in sizes)


def _without_scripts(frame: LexborNode) -> bool:
    above = frame.parent
    for _ in range(4):  # as deep as tag managers wrap theirs
        if above is None:
            return False
        if above.tag == "noscript":
            return True
        above = above.parent
    return False


def _refresh(metas: Iterable[LexborNode]) -> str:
    contents = (
        _attribute(node, "content")
        for node in metas
        if _attribute(node, "http-equiv").lower() == "refresh"
    )
    return next(filter(None, map(refresh_target, contents)), "")


def refresh_target(content: str) -> str:
    """Where a refresh leads, "" when it only loads the page again.

    WHATWG HTML, "shared declarative refresh steps": from a meta element or the header.
    """
    found = _REFRESH.match(content)
    if found is None:
        return ""
    target = found[1].strip()
    if target[:1] in ("'", '"'):
        target = target[1:].partition(target[0])[0]
    return target[:MAX_LINK]
