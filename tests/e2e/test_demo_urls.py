"""A URL goes in, a verdict comes out."""

import asyncio

from tests.e2e.conftest import Api, Json

DANGEROUS = {
    "https://paypal-secure-login.account-verify.top/signin": ("malicious", "openphish"),
    "http://cdn-update.files-mirror.click/invoice.pdf.exe": ("malicious", "urlhaus"),
    "https://xn--pypal-4ve.com/": ("malicious", None),
    "https://go.short-link.cc/r/8fk2": ("malicious", None),
}
BENIGN = (
    "https://www.riverside-library.org/catalogue/2024/spring/index.html",
    "https://accounts.northwind-mail.com/login",
)
SILENT = "https://slow.never-answers.net/"


async def test_each_demo_url_gets_the_verdict_a_person_would_give(api: Api) -> None:
    urls = (*DANGEROUS, *BENIGN, SILENT)
    scans = dict(zip(urls, await asyncio.gather(*map(api.scanned, urls)), strict=True))
    for scan in scans.values():
        assert_sums(scan)
    for url, (level, source) in DANGEROUS.items():
        assert scans[url]["verdict"]["level"] == level, url
        assert scans[url]["status"] == "done"
        if source:
            states = {each["source"]: each["state"] for each in scans[url]["sources"]}
            assert states[source] == "listed"
    for url in BENIGN:
        assert scans[url]["verdict"]["level"] == "clean", url
        assert scans[url]["status"] == "done"
        assert scans[url]["verdict"]["coverage"]["share"] == 1
    assert scans[SILENT]["status"] == "partial"
    assert scans[SILENT]["verdict"]["level"] == "low"
    assert scans[SILENT]["stages"]["content_scan"]["state"] == "unknown"


def assert_sums(scan: Json) -> None:
    verdict = scan["verdict"]
    points = [entry["points"] for entry in verdict["ledger"]]
    assert sum(points) == verdict["score"] == sum(verdict["stages"].values())
    for stage, total in verdict["stages"].items():
        lines = [e["points"] for e in verdict["ledger"] if e["stage"] == stage]
        assert sum(lines) == total
