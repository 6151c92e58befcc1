"""Domain age over the wire, against the fake bootstrap registry and registries."""

from datetime import UTC, datetime

import pytest

from elara.evidence.model import Collected, Evidence, Recipient, State, Subject
from elara.reputation.collect import collect
from elara.reputation.model import DomainAge, DomainRank
from elara.reputation.rank import load
from elara.reputation.rdap import Rdap
from tests.integration.providers.conftest import Fakes

RANKS = load()
LIBRARY = "https://www.riverside-library.org/catalogue/2024/spring/index.html"


async def collected(fakes: Fakes, url: str, seconds: float = 5) -> Collected:
    rdap = Rdap(fakes.http, f"{fakes.address}/rdap")
    now = datetime.now(UTC)
    fakes.world.clock = lambda: now  # or a second may end between the question and the answer
    subject = Subject(url=url)
    return await collect(subject, rdap=rdap, ranks=RANKS, clock=lambda: now, seconds=seconds)


async def age(fakes: Fakes, url: str, seconds: float = 5) -> Evidence:
    return (await collected(fakes, url, seconds)).evidence[0]


@pytest.mark.parametrize(
    ("url", "domain", "days"),
    [
        ("https://paypal-secure-login.account-verify.top/signin", "account-verify.top", 5),
        ("http://cdn-update.files-mirror.click/invoice.pdf.exe", "files-mirror.click", 20),
        ("https://xn--pypal-4ve.com/", "xn--pypal-4ve.com", 12),
        ("https://p\u0430ypal.com/", "xn--pypal-4ve.com", 12),
        ("https://webmail-update.office-portal.info/owa/", "office-portal.info", 30),
        ("https://slow.never-answers.net/", "never-answers.net", 730),
    ],
)
async def test_ages_of_the_demo_domains(fakes: Fakes, url: str, domain: str, days: int) -> None:
    evidence = await age(fakes, url)
    facts = DomainAge.model_validate(evidence.data)
    assert evidence.state is State.OBSERVED
    assert (facts.domain, facts.days, facts.platform) == (domain, days, False)


async def test_an_old_and_ranked_domain(fakes: Fakes) -> None:
    found = await collected(fakes, LIBRARY)
    years, rank = found.evidence
    assert years.data["registered_at"] == "2004-05-11T00:00:00Z"
    assert DomainRank.model_validate(rank.data).rank == 61407
    assert found.recipients == (Recipient(name="rdap", sent="host"),)


async def test_only_the_sold_name_is_told(fakes: Fakes) -> None:
    await age(fakes, "https://user:pw@secret.host.riverside-library.org/private?token=1")
    count, last = await fakes.asked("rdap")
    assert (count, last["path"]) == (2, "/rdap/pir/domain/riverside-library.org")
    assert last["headers"]["accept"] == "application/rdap+json"
    assert (last["query"], last["body"]) == ("", "")


async def test_a_site_on_a_platform_has_no_age_of_its_own(fakes: Fakes) -> None:
    found = await collected(fakes, "https://x.pages.dev/a")
    facts = DomainAge.model_validate(found.evidence[0].data)
    assert (facts.domain, facts.platform, facts.days) == ("pages.dev", True, None)
    assert facts.registered_at.year == 2020
    rank = DomainRank.model_validate(found.evidence[1].data)
    assert (rank.domain, rank.rank, rank.platform) == ("x.pages.dev", None, True)


@pytest.mark.parametrize(
    ("url", "reason", "told"),
    [
        ("https://never-registered.com/", "not_registered_or_wrong_server", True),
        ("https://undated-registry.top/", "no_registration_event", True),
        ("https://somewhere.io/", "no_rdap_server", False),
    ],
)
async def test_what_is_unknown(fakes: Fakes, url: str, reason: str, told: bool) -> None:
    found = await collected(fakes, url)
    assert (found.evidence[0].state, found.evidence[0].reason) == (State.UNKNOWN, reason)
    assert bool(found.recipients) is told


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("error500", "server_error"),
        ("quota", "quota"),
        ("garbage", "malformed_answer"),
        ("html", "malformed_answer"),
        ("truncated", "malformed_answer"),
        ("empty", "malformed_answer"),
    ],
)
async def test_each_failure_of_a_registry_is_unavailable(
    fakes: Fakes, mode: str, reason: str
) -> None:
    rdap = Rdap(fakes.http, f"{fakes.address}/rdap")
    await collect(Subject(url=LIBRARY), rdap=rdap, ranks=RANKS)
    await fakes.fault("rdap", mode=mode)
    found = await collect(Subject(url=LIBRARY), rdap=rdap, ranks=RANKS)
    assert (found.evidence[0].state, found.evidence[0].reason) == (State.UNAVAILABLE, reason)
    assert found.evidence[1].state is State.OBSERVED
    assert found.recipients == (Recipient(name="rdap", sent="host"),)


@pytest.mark.parametrize("mode", ["error500", "html", "empty", "quota"])
async def test_without_the_bootstrap_registry_nobody_is_asked(fakes: Fakes, mode: str) -> None:
    await fakes.fault("rdap", mode=mode)
    found = await collected(fakes, LIBRARY)
    assert found.evidence[0].state is State.UNAVAILABLE
    assert (found.evidence[0].reason or "").startswith("bootstrap_")
    assert found.recipients == ()


async def test_a_hanging_registry_ends_at_the_deadline(fakes: Fakes) -> None:
    await fakes.fault("rdap", mode="timeout")
    evidence = await age(fakes, LIBRARY, seconds=0.3)
    assert (evidence.state, evidence.reason) == (State.UNAVAILABLE, "timeout")


async def test_the_bootstrap_registry_is_read_once(fakes: Fakes) -> None:
    rdap = Rdap(fakes.http, f"{fakes.address}/rdap")
    for _ in range(3):
        await collect(Subject(url=LIBRARY), rdap=rdap, ranks=RANKS, clock=lambda: datetime.now(UTC))
    assert (await fakes.asked("rdap"))[0] == 4


@pytest.mark.parametrize("url", ["http://203.0.113.9/", "http://[2001:db8::1]/"])
async def test_an_address_has_no_reputation_of_its_own(fakes: Fakes, url: str) -> None:
    found = await collected(fakes, url)
    outcomes = {(piece.state, piece.reason) for piece in found.evidence}
    assert outcomes == {(State.NOT_APPLICABLE, "ip_host")}
    assert found.recipients == ()
