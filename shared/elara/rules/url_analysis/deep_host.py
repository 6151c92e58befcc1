"""A host with many labels."""

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.deep_host",
    title="Deeply nested host",
    reads=UrlFacts,
    points=40,
    why="Long chains of subdomains push the real domain out of sight.",
    references=("https://doi.org/10.1109/ECRIME.2018.8376206",),
)


def check(facts: UrlFacts) -> Hit | None:
    depth = len([label for label in facts.subdomain.split(".") if label not in ("", "www")])
    if depth < 3:
        return None
    return Hit(f"{depth} subdomains stand before the registered name.", 30 if depth == 3 else None)
