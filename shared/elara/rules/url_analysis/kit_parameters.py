"""Parameters that phishing kits hand from page to page."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.model import UrlFacts
from elara.urls.reading import parameters

RULE = Rule(
    id="url.kit_parameters",
    title="Parameters of a phishing kit",
    reads=UrlFacts,
    points=90,
    why="Kits are copied with their habits: the same made-up parameters on site after site.",
    references=("https://doi.org/10.1109/ECRIME.2018.8376206",),
)

_TELLING = frozenset(
    ".rand cmd dispatch securessl country.x locale.x wdformid sslchannel verify_account"
    " account_update fid.1 fav.1 starten skullid lim_session loqln preccessingid".split()
)
_COMMANDS = ("_login", "login_submit", "_update", "_account", "_flow", "_home", "_session")


def check(facts: UrlFacts) -> Hit | None:
    if "=" not in facts.query or publisher(facts):
        return None
    given = {name.lower(): value.lower() for name, value in parameters(facts.query)}
    telling = sorted(_TELLING.intersection(given))
    if given.get("cmd", "").startswith(_COMMANDS):
        return Hit("The query gives a log-in command of well-known kits.")
    if len(telling) >= 2:
        return Hit(f"The query has the parameters of well-known kits: {', '.join(telling)}.")
    return None
