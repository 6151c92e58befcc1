"""Brand names in hosts of others: what counts, and what is innocent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.urls.brands import brands, namesake, owner, publisher
from elara.urls.facts import facts_of
from elara.urls.hosts import split
from elara.urls.imitation import How, Mention, brand_folder, mentions, spelled_out
from elara.urls.skeleton import mixes_scripts, skeleton


@pytest.mark.parametrize(
    ("host", "mention"),
    [
        ("paypal.example", Mention("PayPal", "paypal", How.EXACT, True, False)),
        ("paypal.site.example", Mention("PayPal", "paypal", How.EXACT, False, False)),
        ("mypaypal-login.example", Mention("PayPal", "mypaypal-login", How.PART, True, True)),
        ("paypa1.site.example", Mention("PayPal", "paypa1", How.LOOKALIKE, False, False)),
        ("netflx.pages.dev", Mention("Netflix", "netflx", How.TYPO, True, False)),
        ("ledger-start.example", Mention("Ledger", "ledger-start", How.PART, True, True)),
        ("appleid-verify.example", Mention("Apple", "appleid-verify", How.PART, True, True)),
        ("dhlparcel.example", Mention("DHL", "dhlparcel", How.PART, True, True)),
    ],
)
def test_mentions(host: str, mention: Mention) -> None:
    assert mentions(facts_of(host)) == (mention,)


@pytest.mark.parametrize(
    "host",
    [
        "www.paypal.com",
        "amazon.co.jp",
        "ledgerbooks.example",
        "orange-juice.example",
        "pineapple.example",
        "amazonia.example",
        "finance.example",
        "stream.example",
        "libreoffice.example",
        "203.0.113.9",
        "localhost",
    ],
)
def test_no_mentions(host: str) -> None:
    assert mentions(facts_of(host)) == ()


def test_every_label_is_read_from_the_registered_one_outwards() -> None:
    found = mentions(facts_of("apple.support.netflix-billing.example"))
    assert [(mention.brand, mention.registered) for mention in found] == [
        ("Netflix", True),
        ("Apple", False),
    ]


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("paypal.com.evil.example", "paypal.com"),
        ("www.apple.com.evil.example", "apple.com"),
        ("hsbc.la.evil.example", "hsbc.la"),
        ("paypal.evil.example", None),
        ("www.paypal.com", None),
        ("evil.example", None),
    ],
)
def test_spelled_out(host: str, domain: str | None) -> None:
    assert spelled_out(facts_of(host)) == domain


@pytest.mark.parametrize(
    ("path", "brand"),
    [
        ("/x/PayPal/login.php", "PayPal"),
        ("/apple/", "Apple"),
        ("/www.usps.com/x", "USPS"),
        ("/paypal", None),
        ("/why-paypal/", None),
        ("/", None),
    ],
)
def test_brand_folder(path: str, brand: str | None) -> None:
    assert brand_folder(path) == brand


@pytest.mark.parametrize(
    ("registrable", "name"),
    [
        ("paypal.com", "PayPal"),
        ("paypal.de", "PayPal"),
        ("paypal.co.uk", "PayPal"),
        ("paypal.tk", None),
        ("paypal.ws", None),
        ("mercadopago.pw", None),
        ("santander.cc", None),
        ("hotmail.pw", None),
        ("orange.gd", None),
        ("hsbc.la", None),
        ("google.ws", "Google"),
        ("paypal.xyz", None),
        ("paypal.pages.dev", None),
        ("paypal.com.de", None),
        ("steampowered.de", None),
        ("", None),
    ],
)
def test_owner(registrable: str, name: str | None) -> None:
    brand = owner(registrable)
    assert (brand.name if brand else None) == name


@pytest.mark.parametrize(
    ("registrable", "name"),
    [
        ("hsbc.la", "HSBC"),
        ("orange.co.il", "Orange"),
        ("hsbc.co.uk", None),
        ("orange.gd", None),
        ("orange.xyz", None),
        ("orange.com.de", None),
        ("bakery.la", None),
    ],
)
def test_namesake(registrable: str, name: str | None) -> None:
    brand = namesake(registrable)
    assert (brand.name if brand else None) == name


def test_a_namesake_is_mentioned_but_its_subdomains_do_not_urge() -> None:
    (national,) = mentions(facts_of("login.hsbc.la"))
    assert (national.brand, national.urged) == ("HSBC", False)
    (cheap,) = mentions(facts_of("login.hsbc.gd"))
    assert (cheap.brand, cheap.urged) == ("HSBC", True)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://accounts.google.com/signin?continue=https://mail.google.com/", "Google"),
        ("https://www.google.com/urls", "Google"),
        ("https://script.google.com/macros/s/x/exec", None),
        ("https://sites.google.com/view/x", None),
        ("https://sway.office.com/x", None),
        ("https://customervoice.microsoft.com/x", None),
        ("https://app.powerbi.com/view?r=x", None),
        ("https://x.dynamics.com/", None),
        ("https://x.westus.cloudapp.azure.com/", None),
        ("https://x.sharepoint.com/", None),
        ("https://www.google.com/url?q=https://evil.example/", None),
        ("https://www.google.de/url?q=https://evil.example/", None),
        ("https://www.google.com/%75rl/?q=https://evil.example/", None),
        ("https://www.bing.com/ck/a?u=x", None),
        ("https://www.youtube.com/redirect?q=x", None),
        ("https://m.facebook.com/l.php?u=x", None),
        ("https://paypal.com@sites.google.com/view/x", None),
    ],
)
def test_publisher(url: str, name: str | None) -> None:
    brand = publisher(facts_of(url))
    assert (brand.name if brand else None) == name


def test_the_brand_table_is_sound() -> None:
    assert len(brands()) >= 40
    for brand in brands():
        assert brand.words | brand.plain, brand.name
        for domain in brand.domains:
            assert split(domain).registrable == domain, f"{brand.name}: {domain}"
        assert all(word == word.lower() for word in brand.words | brand.plain | brand.innocent)


def test_no_word_belongs_to_two_brands() -> None:
    words = [word for brand in brands() for word in brand.words | brand.plain]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("disguise", "word"),
    [
        ("pаypаl", "paypal"),
        ("PАYPAL", "paypal"),
        ("g00gle", "google"),
        ("arnazon", "amazon"),
        ("ṁicrosoft", "microsoft"),
        ("tvvitter", "twitter"),
        ("εbаy", "ebay"),
    ],
)
def test_skeleton(disguise: str, word: str) -> None:
    assert skeleton(disguise) == skeleton(word)


@given(st.text(max_size=30))
def test_skeleton_of_a_skeleton(text: str) -> None:
    once = skeleton(text)
    assert skeleton(skeleton(once)) == skeleton(once)


@pytest.mark.parametrize(
    ("label", "mixed"),
    [("pаypal", True), ("paypal", False), ("пример", False), ("münchen", False), ("αbc", True)],
)
def test_mixes_scripts(label: str, mixed: bool) -> None:
    assert mixes_scripts(label) is mixed
