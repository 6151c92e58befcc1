"""A form that a stranger made with a form service."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import Place, hosting

RULE = Rule(
    id="url.form_builder",
    title="Form service",
    reads=UrlFacts,
    points=40,
    why="A form made in minutes under a trusted name asks as well for passwords as for opinions.",
    references=("https://attack.mitre.org/techniques/T1598/003/",),
)


def check(facts: UrlFacts) -> Hit | None:
    if facts.path == "/" or not (hosting(facts.host) is Place.FORM_BUILDER or _in_docs(facts)):
        return None
    return Hit(f"Anybody may put up a form on {defang(facts.host)}.")


def _in_docs(facts: UrlFacts) -> bool:
    """Google's forms share a host with its documents."""
    return facts.host == "docs.google.com" and facts.path.startswith("/forms/")
