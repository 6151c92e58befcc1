"""A page file named after logging in or verifying."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.reading import file_name, is_page
from elara.urls.words import credential_words

RULE = Rule(
    id="url.credential_page",
    title="Page file that asks",
    reads=UrlFacts,
    points=50,
    why="Sites route their log-ins nowadays; files such as `login.php` are what kits are made of.",
    references=("https://doi.org/10.1145/2976749.2978330",),
)


def check(facts: UrlFacts) -> Hit | None:
    if not is_page(facts.path) or publisher(facts):
        return None
    name = file_name(facts.path)
    words = credential_words(name.rpartition(".")[0])
    if not words:
        return None
    return Hit(f'The page file "{defang(name)}" asks: {", ".join(words[:3])}.')
