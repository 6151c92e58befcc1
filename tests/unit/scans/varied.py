"""Scans of every kind, the same for the same seed: evidence of all stages, answered or not."""

import random
from datetime import timedelta
from functools import partial

from elara.content.model import (
    BrandClaim,
    Form,
    Hop,
    PageFacts,
    Reason,
    RedirectFacts,
    ScriptSigns,
)
from elara.dns.model import DnsAnswer, RecordType
from elara.dns.model import Status as DnsStatus
from elara.evidence.model import Clock, Collect, Collected, Evidence, Recipient, State, Subject
from elara.intel.model import SourceAnswer, Threat
from elara.judges.panel import collect as panel
from elara.judges.weigher import Weigher
from elara.lexical.collect import collect as collect_url
from elara.reputation.model import DomainAge, DomainRank
from elara.scoring.model import Stage

_HOSTS = (
    "www.riverside-library.org",
    "paypal-secure-login.account-verify.top",
    "xn--pple-43d.com",
    "93.184.216.34",
    "shop.example.co.uk",
    "mein-konto.firebaseapp.com",
    "a.b.c.d.e.updates-billing.xyz",
    "bit.ly",
    "www.uni-heidelberg.de",
)
_PATHS = (
    "/",
    "/about/team.html",
    "/wp-includes/js/login.php?session=3f2a9c&user=a%40b.example",
    "/invoice.pdf.exe",
    "/redirect?url=https%3A%2F%2Fevil.example%2F",
    "/%D0%BF%D1%83%D1%82%D1%8C/été?q=ü",
    "/secure/paypal.com/signin",
    "/" + "x" * 300,
)


class Varied:
    """The random world one scan sees."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self._dice = random.Random(seed)
        self._clock = clock
        scheme, user = self._dice.choice(["http", "https"]), self._dice.choice(["", "login@"])
        port = self._dice.choice(["", "", ":8443"])
        self.host = self._dice.choice(_HOSTS)
        self.url = f"{scheme}://{user}{self.host}{port}{self._dice.choice(_PATHS)}"
        self.outages: dict[Stage, str] = {
            stage: self._dice.choice(["stage_failed 503", "stage_failed unreachable"])
            for stage in Stage
            if stage is not Stage.FINAL_SCORE and self._dice.random() < 0.06
        }

    @property
    def collectors(self) -> dict[Stage, Collect]:
        """What each stage brings home, but for those that fail for good."""
        every: dict[Stage, Collect] = {
            Stage.URL_ANALYSIS: partial(collect_url, clock=self._clock),
            Stage.TI_LOOKUP: self._intel,
            Stage.DNS_ANALYSIS: self._dns,
            Stage.CONTENT_SCAN: self._content,
            Stage.REPUTATION: self._reputation,
            Stage.AI_CONSENSUS: partial(panel, judges=(Weigher(),), clock=self._clock),
        }
        return {stage: collect for stage, collect in every.items() if stage not in self.outages}

    def _maybe(self, piece: Evidence) -> Evidence:
        """`piece`, or that its source did not answer."""
        if self._dice.random() < 0.8:
            return piece
        state = self._dice.choice([State.UNAVAILABLE, State.UNKNOWN, State.NOT_APPLICABLE])
        reason = self._dice.choice(["timeout", "no_record", "http_500"])
        return Evidence.silence(piece.source, piece.kind, reason, self._clock(), state)

    async def _intel(self, subject: Subject) -> Collected:
        told = (Recipient(name="urlhaus", sent="full_url"),)
        return Collected(tuple(self._maybe(self._answer(n)) for n in ("urlhaus", "feed")), told)

    def _answer(self, source: str) -> Evidence:
        listed = self._dice.random() < 0.3
        days = self._dice.randrange(400) if listed else None
        answer = SourceAnswer(
            source=source,
            listed=listed,
            threat=self._dice.choice([None, *Threat]) if listed else None,
            url_level=listed,
            authoritative=listed and days is not None and days < 30,
            online=self._dice.choice([None, True, False]) if listed else None,
            last_seen=self._clock() - timedelta(days=days or 0),
            days=days,
            tags=tuple(self._dice.sample(["Emotet", "ünïcode", "\N{SKULL}"], 2)),
        )
        return answer.evidence(self._clock())

    async def _dns(self, subject: Subject) -> Collected:
        return Collected(tuple(self._maybe(self._resolved(kind)) for kind in RecordType))

    def _resolved(self, kind: RecordType) -> Evidence:
        status = self._dice.choice(list(DnsStatus))
        records = ("192.0.2.7", "198.51.100.9", "v=spf1 +all", "ns1.parkingcrew.net")
        answer = DnsAnswer(
            name=self.host,
            type=kind,
            status=status,
            records=tuple(self._dice.sample(records, 2)) if status is DnsStatus.FOUND else (),
            aliases=("old.azurewebsites.net",) if self._dice.random() < 0.2 else (),
            ttl=self._dice.choice([None, 5, 3600]),
        )
        return Evidence.of("dns", answer, self._clock())

    async def _content(self, subject: Subject) -> Collected:
        way = RedirectFacts(
            hops=(Hop(url=self.url, host=self.host, status=302), Hop(url=self.url, host="b")),
            domains=tuple(self._dice.sample(["a.example", "b.example", "c.example"], 2)),
            ended=self._dice.choice([None, *Reason]),
        )
        pieces = (Evidence.of("fetch", way, self._clock()), self._page())
        return Collected(tuple(self._maybe(piece) for piece in pieces))

    def _page(self) -> Evidence:
        dice = self._dice
        form = Form(
            action="https://c.example/in.php",
            action_host="c.example",
            action_site="c.example",
            method="post",
            insecure=dice.random() < 0.3,
            elsewhere=dice.random() < 0.3,
            password=dice.random() < 0.5,
        )
        page = PageFacts(
            url=self.url,
            host=self.host,
            registrable=self.host,
            status=200,
            content_type="text/html",
            body_sha256="0" * 64,
            body_bytes=dice.randrange(10**6),
            download=dice.choice([None, None, "windows_program"]),
            runs=dice.random() < 0.5,
            title=dice.choice(["", "Sign in to PayPal", "Bücherei \u202e"]),
            text="Ваш счёт \x00 заблокирован",
            forms=(form,) if dice.random() < 0.5 else (),
            password_fields=dice.randrange(2),
            scripts=ScriptSigns(eval=dice.randrange(4), longest=dice.randrange(9000)),
            frame_sites=("d.example",) if dice.random() < 0.2 else (),
            refresh_site=dice.choice(["", "", "e.example"]),
            brands=(BrandClaim(brand="PayPal", where=("title",), owned=False),)
            if dice.random() < 0.3
            else (),
        )
        return Evidence.of("page", page, self._clock())

    async def _reputation(self, subject: Subject) -> Collected:
        days = self._dice.choice([None, 3, 20, 200, 4000])
        age = DomainAge(
            domain=self.host,
            registered_at=self._clock() - timedelta(days=days or 0),
            platform=days is None,
            days=days,
        )
        rank = self._dice.choice([None, 40, 70_000])
        place = DomainRank(domain=self.host, rank=rank, list_size=10**6, platform=days is None)
        pieces = (
            Evidence.of("rdap", age, self._clock()),
            Evidence.of("rank", place, self._clock()),
        )
        return Collected(tuple(self._maybe(piece) for piece in pieces))
