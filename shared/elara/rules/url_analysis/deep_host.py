"""A host with many labels."""

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.deep_host",
    title="Deeply nested host",
    reads=UrlFacts,
    points=40,
    why="Long chains of subdomains push the real domain out of sight.",
)


def check(facts: UrlFacts) -> Hit | None:
    depth = len([label for label in facts.subdomain.split(".") if label not in ("", "www")])
    if depth < 3:
        return None
    return Hit(f"{depth} subdomains stand before the registered name.", 20 if depth == 3 else None)
