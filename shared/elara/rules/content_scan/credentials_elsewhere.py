"""A form that sends a password, a code or a card number to another site."""

from elara.content.model import Form, PageFacts
from elara.rules.model import Hit, Rule
from elara.urls.brands import speaker
from elara.urls.defang import defang

RULE = Rule(
    id="content.credentials_elsewhere",
    title="Sends credentials to another site",
    reads=PageFacts,
    points=35,
    why=(
        "Kits collect at a place of their own, away from the pages that get taken down. Forms "
        "that post to a well-known brand's own domain do not count: so one signs in with it."
    ),
)


def check(facts: PageFacts) -> Hit | None:
    for form in facts.forms:
        if form.elsewhere and _asked(form) and speaker(form.action_host, form.action_site) is None:
            target = defang(form.action_host) or "a host hidden in an overlong link"
            return Hit(f"A form on {defang(facts.host)} sends {_asked(form)} to {target}.")
    return None


def _asked(form: Form) -> str:
    if form.password:
        return "a password"
    if form.card:
        return "a card number"
    return "a one-time code" if form.otp else ""
