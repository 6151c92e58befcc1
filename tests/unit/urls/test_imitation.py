"""Brand names in hosts and paths of others: what counts, and what is innocent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.urls.facts import facts_of
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
        ("chase-paypal.example", Mention("PayPal", "chase-paypal", How.PART, True, False)),
        ("nubank-cartao.example", Mention("Nubank", "nubank-cartao", How.PART, True, True)),
        ("mercadolibre.shop", Mention("Mercado Libre", "mercadolibre", How.EXACT, True, False)),
        ("sparkasse-anmelden.de", Mention("Sparkasse", "sparkasse-anmelden", How.PART, True, True)),
        ("paypal-help.zendesk.com", Mention("PayPal", "paypal-help", How.PART, False, True)),
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
        "sparkasse-musterstadt.de",
        "cut-online.example",
        "revolution-books.example",
        "russellstreet.example",
        "tradernet.example",
        "uspsalumni.edu",
        "trezor.gov.rs",
        "help.zendesk.com",
        "status.zendesk.com",
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
        ("hsbc.co.uk.evil.example", "hsbc.co.uk"),
        ("login.paypal.com.ovh.net", "paypal.com"),
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
        ("/apple/", None),
        ("/apple/login/", "Apple"),
        ("/apple/index.php", "Apple"),
        ("/web/2020/http://paypal/x", None),
        ("/www.usps.com/x", "USPS"),
        ("/paypal", None),
        ("/why-paypal/", None),
        ("/", None),
    ],
)
def test_brand_folder(path: str, brand: str | None) -> None:
    assert brand_folder(path) == brand


def test_a_namesake_is_mentioned_but_its_subdomains_do_not_urge() -> None:
    (national,) = mentions(facts_of("login.hsbc.la"))
    assert (national.brand, national.urged) == ("HSBC", False)
    (cheap,) = mentions(facts_of("login.hsbc.gd"))
    assert (cheap.brand, cheap.urged) == ("HSBC", True)


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


@pytest.mark.parametrize(
    ("host", "brand"),
    [
        ("payapl.example", "PayPal"),  # neighbours swapped
        ("paypall.example", "PayPal"),  # doubled
        ("paypsl.example", "PayPal"),  # the key beside
        ("coinbse.example", "Coinbase"),  # left out
        ("metamasky.example", "MetaMask"),  # added
        ("rnicrosoft.example", "Microsoft"),
        ("faceb00k.example", "Facebook"),
        ("binаnce.example", "Binance"),
        ("сайт-binance.example", "Binance"),
        ("ınstagram.example", "Instagram"),
    ],
)
def test_spellings(host: str, brand: str) -> None:
    assert [mention.brand for mention in mentions(facts_of(host))] == [brand]


@pytest.mark.parametrize("host", ["paypaw.example", "baypal.example", "gtbenk.example"])
def test_far_slips_in_short_words_say_nothing_by_themselves(host: str) -> None:
    assert mentions(facts_of(host)) == ()
    assert mentions(facts_of("login.paypaw.example")) != ()


@given(st.text(max_size=30))
def test_skeleton_of_a_skeleton(text: str) -> None:
    once = skeleton(text)
    assert skeleton(skeleton(once)) == skeleton(once)


@pytest.mark.parametrize(
    ("label", "mixed"),
    [
        ("pаypal", True),
        ("paypal", False),
        ("пример", False),
        ("münchen", False),
        ("αbc", True),
        ("пример-1", False),
        ("примерα", True),
        ("tokyo東京とカ", False),
        ("서울seoul", False),
        ("กรุงเทพbkk", False),
        ("กรุงเทพ東京", True),
        ("аррӏе", False),
    ],
)
def test_mixes_scripts(label: str, mixed: bool) -> None:
    assert mixes_scripts(label) is mixed
