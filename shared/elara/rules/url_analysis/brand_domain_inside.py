"""A brand's whole domain inside a subdomain of another one."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.imitation import spelled_out
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.brand_domain_inside",
    title="Brand's domain inside another host",
    reads=UrlFacts,
    points=120,
    why="On a narrow screen only the left end of the host is seen, and it reads as the brand's.",
    references=("https://doi.org/10.1109/ECRIME.2018.8376206",),
)


def check(facts: UrlFacts) -> Hit | None:
    domain = spelled_out(facts)
    if domain is None:
        return None
    owner = defang(facts.registrable)
    return Hit(f"The host starts like {defang(domain)} but belongs to {owner}.")
