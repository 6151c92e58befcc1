"""A domain that very many people use."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import hosting, leads_on, shortens

RULE = Rule(
    id="url.widely_used",
    title="Widely used domain",
    reads=UrlFacts,
    points=-40,
    why="Fraud is taken down before a domain gets that far up; single pages may still be hacked.",
    references=("https://doi.org/10.14722/ndss.2019.23386",),
)

_TOP, _KNOWN = 10_000, 100_000


def check(facts: UrlFacts) -> Hit | None:
    rank = facts.popularity
    if rank is None or rank > 1_000_000 or facts.platform:
        return None
    if hosting(facts.host) or shortens(facts.host) or leads_on(facts):
        return None
    points = None if rank <= _TOP else -30 if rank <= _KNOWN else -15
    return Hit(f"{defang(facts.registrable)} is among the {rank:,} most used domains.", points)
