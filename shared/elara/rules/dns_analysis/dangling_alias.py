"""A host that is an alias of a name that does not exist."""

from elara.dns.model import DnsAnswer, RecordType, Status
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="dns.dangling_alias",
    title="Alias to nowhere",
    reads=DnsAnswer,
    points=12,
    why="Whoever registers the missing name owns the host: abandoned aliases are taken over.",
    references=("https://www.rfc-editor.org/rfc/rfc6604",),
)


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type is not RecordType.A or facts.status is not Status.NXDOMAIN or not facts.aliases:
        return None
    end = defang(facts.aliases[-1])
    return Hit(f"The name {defang(facts.name)} is an alias of {end}, which does not exist.")
