"""The demo sites, through both stages and their rules: what a user of the demo will see."""

import pytest

from elara.content.collect import collect as collect_content
from elara.content.fetch import Fetcher
from elara.dns.collect import collect as collect_dns
from elara.dns.resolve import StubResolver
from elara.evidence.model import Subject
from elara.rules.pack import assess
from elara.rules.ruleset import current
from elara.scoring.model import Stage
from elara.urls.hosts import split
from elara.urls.parse import parse
from emulators.internet.sites import HERE, load

URLS = {
    "https://paypal-secure-login.account-verify.top/signin": {
        "content.borrowed_brand_login",
        "content.credentials_elsewhere",
        "content.obfuscated_script",
    },
    "http://cdn-update.files-mirror.click/invoice.pdf.exe": {"content.program_download"},
    "https://xn--pypal-4ve.com/": {"content.borrowed_brand_login"},
    "https://go.short-link.cc/r/8fk2": {
        "content.borrowed_brand_login",
        "content.redirect_chain",
    },
    "https://slow.never-answers.net/": set(),
    "https://www.riverside-library.org/catalogue/2024/spring/index.html": set(),
    "https://accounts.northwind-mail.com/login": set(),
}
BENIGN = [url for url in URLS if "riverside" in url or "northwind" in url]


def test_the_sites_are_exactly_these() -> None:
    assert {site.url for site in load(HERE)} == set(URLS)


def test_the_look_alike_has_a_cyrillic_letter() -> None:
    host = split(parse("https://xn--pypal-4ve.com/").host)
    assert host.unicode == "p\u0430ypal.com"


@pytest.mark.parametrize("url", URLS)
async def test_findings_of_the_page(url: str, fetcher: Fetcher) -> None:
    collected = await collect_content(Subject(url), fetcher=fetcher)
    found = assess(Stage.CONTENT_SCAN, collected.evidence, current())
    assert {finding.rule for finding in found} == URLS[url]


@pytest.mark.parametrize("url", URLS)
async def test_findings_of_the_dns(url: str, resolver: StubResolver) -> None:
    collected = await collect_dns(Subject(url), resolver=resolver)
    found = {finding.rule for finding in assess(Stage.DNS_ANALYSIS, collected.evidence, current())}
    if url in BENIGN:
        assert found == set()
    else:
        assert "dns.no_mail_exchanger" in found
