"""Whatever a page or a way holds, its evidence fits into a stage record (Firestore: 1 MiB)."""

import json
import time

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from elara.content.markup import MAX_FORMS, MAX_ITEMS, MAX_PHRASE, MAX_TEXT, FormMarkup, Markup
from elara.content.markup import MAX_LINK as MAX_WRITTEN
from elara.content.model import Fetched, Hop
from elara.content.page import MAX_LINK, page_facts, redirect_facts
from elara.content.sites import MAX_HOST, host_of
from elara.urls.brands import brands

ROOM = 200_000
"""Bytes of one piece of evidence."""


def size(facts: BaseModel) -> int:
    return len(json.dumps(facts.model_dump(mode="json"), ensure_ascii=False).encode())


def long_host(number: int) -> str:
    """One of 253 characters, all of it in Chinese."""
    return ".".join([f"{number:03}" + "汉" * 24] * 5)


def fetched(hops: int) -> Fetched:
    host = "x" * 5_000 + ".example.org"
    way = tuple(
        Hop(url=f"https://{host}/{number}?{'q' * 8_192}", host=host, location="字" * MAX_LINK)
        for number in range(hops)
    )
    return Fetched(
        way, 200, "text/html; charset=" + "x" * 60_000, b"<p>", refresh="0;" + "u" * 60_000
    )


def test_the_worst_page_has_room() -> None:
    links = tuple(f"https://{long_host(number)}/{'p' * 3_000}" for number in range(MAX_ITEMS))
    names = " ".join(word for brand in brands() for word in brand.words)
    markup = Markup(
        language="語" * 20,
        base=links[0],
        title=names[:MAX_PHRASE],
        headings=(names,) * MAX_ITEMS,
        images=(names,) * MAX_ITEMS,
        text=("汉字" * MAX_TEXT)[:MAX_TEXT],
        forms=tuple(FormMarkup(action=link, method="x" * 10) for link in links[:MAX_FORMS]),
        scripts=links,
        hidden_frames=links,
        refresh=links[-1],
    )
    started = time.process_time()
    page = page_facts(fetched(1), markup)
    assert time.process_time() - started < 0.5
    assert len(page.script_hosts) == len(page.frame_sites) == MAX_ITEMS
    assert size(page) < ROOM


def test_the_worst_way_has_room() -> None:
    assert size(redirect_facts(fetched(11))) < ROOM


@settings(max_examples=50)
@given(host=st.text(max_size=400), path=st.text(max_size=100))
def test_no_host_is_longer_than_a_host_can_be(host: str, path: str) -> None:
    assert len(host_of(f"https://{host}/{path}")) <= MAX_HOST


@settings(max_examples=50)
@given(link=st.text(alphabet="ab汉\t\x01/:@.?%#", max_size=MAX_WRITTEN), seed=st.integers(0, 9))
def test_every_text_is_bounded(link: str, seed: int) -> None:
    link = (f"https://{seed}" + link * 50)[:MAX_WRITTEN]
    form = FormMarkup(action=link, password=True)
    markup = Markup(base=link, forms=(form,), scripts=(link,), hidden_frames=(link,), refresh=link)
    facts = page_facts(fetched(1), markup).model_dump(mode="json")
    assert all(len(text) <= MAX_LINK for text in _texts(facts))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inside for text in _texts(each)]
