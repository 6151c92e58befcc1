"""Whose domain it is, and the brand table itself."""

from importlib.resources import files
from typing import Any

import pytest
import yaml

import elara.urls
from elara.urls import tables
from elara.urls.brands import brands, by_word, namesake, owner, publisher, speaker
from elara.urls.facts import facts_of
from elara.urls.hosts import split

FIELDS = {"words", "plain", "near", "domains", "under", "shared", "members", "not", "source"}
LISTS = {"crux", "tranco", "majestic", "misp-banks", "name"}


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


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.paypal.com", "PayPal"),
        ("acme.zendesk.com", None),
        ("sites.google.com", None),
        ("bit.ly", None),
        ("bakery.example", None),
    ],
)
def test_speaker(host: str, name: str | None) -> None:
    brand = speaker(host, split(host).registrable)
    assert (brand.name if brand else None) == name


def listed() -> dict[str, dict[str, Any]]:
    folder = files(elara.urls).joinpath("brands")
    texts = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")]
    found: dict[str, dict[str, Any]] = {}
    for text in texts:
        assert len(text.splitlines()) <= 400
        found |= yaml.safe_load(text)
    return found


def test_every_entry_says_how_it_was_checked() -> None:
    for name, entry in listed().items():
        assert entry.keys() <= FIELDS, name
        assert entry["source"], name
        assert set(entry["source"]) <= LISTS, name


def test_the_brand_table_is_sound() -> None:
    assert len(brands()) >= 350
    for brand in brands():
        assert brand.domains, brand.name
        for domain in brand.domains:
            assert split(domain).registrable == domain, f"{brand.name}: {domain}"
        assert brand.shared <= brand.domains, brand.name
        for word in brand.words | brand.plain | brand.near | brand.innocent:
            assert word == word.lower(), f"{brand.name}: {word}"


def test_no_word_and_no_domain_belongs_to_two_brands() -> None:
    assert len(by_word()) == sum(len(brand.words | brand.plain) for brand in brands())
    domains = [domain for brand in brands() for domain in brand.domains]
    assert len(domains) == len(set(domains))


@pytest.mark.parametrize(
    "name",
    [
        *("Nubank", "Bancolombia", "Banorte", "BancoEstado", "Naranja X", "Correo Argentino"),
        *("Capitec", "GTBank", "M-Pesa", "Attijariwafa Bank", "Banque Misr", "Jumia", "CRDB Bank"),
        *("State Bank of India", "Paytm", "Aadhaar", "bKash", "Easypaisa", "eSewa", "Flipkart"),
        *("Maybank", "BCA", "GCash", "Vietcombank", "Kasikornbank", "Singpass", "Shopee"),
        *("SMBC", "Yamato Transport", "Docomo", "Shinhan", "KakaoBank", "Naver", "Coupang"),
        *("Al Rajhi Bank", "Absher", "UAE Pass", "Bank Hapoalim", "Aramex", "Ziraat Bank"),
        *("PKO BP", "OTP Bank", "PrivatBank", "Nova Poshta", "Kaspi", "Allegro", "Gosuslugi"),
        *("Wells Fargo", "Canada Post", "IRS", "Commonwealth Bank", "ATO", "New Zealand Post"),
        *("DHL", "Swiss Post", "Impots", "Agenzia delle Entrate", "Allianz", "Lufthansa"),
        *("Binance", "MetaMask", "Steam", "Netflix", "WhatsApp", "Okta", "Microsoft"),
    ],
)
def test_brands_of_every_continent_and_trade(name: str) -> None:
    assert name in {brand.name for brand in brands()}


def test_the_compiled_tables_are_fresh() -> None:
    """`python -m elara.urls.tables` writes them anew."""
    assert files(elara.urls).joinpath("tables.json").read_text("utf-8") == tables.compiled()
