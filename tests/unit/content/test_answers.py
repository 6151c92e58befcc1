"""What the sandbox's worker may answer."""

from elara.content.markup import (
    MAX_FORMS,
    MAX_ITEMS,
    MAX_LINK,
    MAX_PHRASE,
    MAX_TEXT,
    FormMarkup,
    Markup,
)
from elara.content.sandbox import MAX_ANSWER


def test_the_largest_page_fits_into_an_answer() -> None:
    """Control characters take most room: six bytes each."""
    link, phrase = "\x01" * MAX_LINK, "\x01" * MAX_PHRASE
    links, phrases = (link,) * MAX_ITEMS, (phrase,) * MAX_ITEMS
    page = Markup(
        language="\x01" * 20,
        base=link,
        title=phrase,
        headings=phrases,
        images=phrases,
        text="\x01" * MAX_TEXT,
        forms=(FormMarkup(action=link, method="\x01" * 10),) * MAX_FORMS,
        scripts=links,
        hidden_frames=links,
        refresh=link,
    )
    assert len(page.model_dump_json().encode()) < MAX_ANSWER
