"""A Latin name under a top-level domain in another script."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.punycode_suffix",
    title="Latin name under a foreign-script suffix",
    reads=UrlFacts,
    points=15,
    why="Under such suffixes names are in the suffix's own script; a Latin one hides what it is.",
    references=("https://www.icann.org/resources/pages/idn-2012-02-25-en",),
)


def check(facts: UrlFacts) -> Hit | None:
    suffix = facts.suffix.rpartition(".")[2]
    if not suffix.startswith("xn--") or facts.name.startswith("xn--"):
        return None
    shown = facts.host_unicode.rpartition(".")[2]
    return Hit(f"{defang(facts.registrable)} is a Latin name under .{shown}.")
