"""A page in IPFS, named by its own hash."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.content_address",
    title="Page in a peer-to-peer store",
    reads=UrlFacts,
    points=40,
    why="What lies in IPFS has no owner to complain to and stays when one gateway takes it down.",
    references=("https://docs.ipfs.tech/concepts/content-addressing/",),
)

_CID = re.compile(
    r"(?:^|[./])(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|(?:baf[ky]|k51)[a-z2-7]{40,})(?=[./-]|$)"
)


def check(facts: UrlFacts) -> Hit | None:
    if _CID.search(facts.host) or ("/ip" in facts.path and _CID.search(facts.path)):
        return Hit("The page is named by a hash of IPFS.")
    return None
