"""A form that sends a password or a card number over plain http."""

from elara.content.model import PageFacts
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="content.insecure_login",
    title="Sends credentials unencrypted",
    reads=PageFacts,
    points=12,
    why="Anybody on the way can read them; browsers warn, and serious sites stopped years ago.",
    references=("https://www.w3.org/TR/mixed-content/",),
)


def check(facts: PageFacts) -> Hit | None:
    for form in facts.forms:
        if form.insecure and (form.password or form.card):
            asked = "a password" if form.password else "a card number"
            return Hit(f"A form sends {asked} to {defang(form.action_host)} over plain http.")
    return None
