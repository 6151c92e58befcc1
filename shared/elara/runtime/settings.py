"""Everything Elara reads from the environment, once, in one place."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

_KEY = re.compile("ELARA_([A-Z0-9_]+)_KEY")


@dataclass(frozen=True, slots=True)
class Settings:
    """Each field is set by the variable of the same name, upper case, with prefix `ELARA_`.

    Every default is safe: an unset key disables its source, an unset address means the real
    service. `ELARA_WORLD=emulated` allows plain-text endpoints on this machine.
    """

    world: str = "live"
    """`live` or `emulated`."""
    project: str = "elara"
    """Google Cloud project id."""
    region: str = "europe-west1"
    """Region this instance runs in."""
    database: str = "(default)"
    """Firestore database id."""
    pubsub: str = ""
    """host:port of the Pub/Sub emulator."""
    tasks: str = ""
    """host:port of the Cloud Tasks emulator (gRPC)."""
    tasks_account: str = ""
    """Service account whose token a task carries to the Workflows API; empty when emulated."""
    kms: str = ""
    """host:port of what stands for Cloud KMS."""
    jwks: str = ""
    """The published keys that verify our signatures: a JWK Set, or the path of one."""
    workflows: str = "https://workflowexecutions.googleapis.com"
    """Base URL of the Workflows Executions API."""
    valkey: str = "valkey://127.0.0.1:6379/0"
    """Address of Memorystore for Valkey."""
    providers: str = ""
    """URL template with `{name}`; replaces each provider's own base URL when set."""
    resolvers: str = ""
    """Comma-separated host:port of DNS resolvers; empty = the machine's own."""
    internet: str = ""
    """host:http_port:https_port that stands for the whole internet in the emulated world."""
    ca_file: str = ""
    """PEM file of the certificate authorities to trust besides the usual ones."""
    proxies: int = 1
    """Proxies of ours in front of a function: 2 behind a load balancer and a gateway."""
    ranks: str = ""
    """File with a rank list (Tranco's CSV or ZIP); empty = the small one that comes along."""
    retention_days: int = 90
    """Days after which a scan's documents expire."""
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Keys by name, from `ELARA_<NAME>_KEY`: of providers (one without is not asked), and ours."""
    functions_root: str = "functions"
    """Folder with the manifests (local host only; packages carry their own document)."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Settings from `environ`. Raises ValueError when a number is not one."""
        given: dict[str, Any] = {}
        for name, spec in cls.__dataclass_fields__.items():
            raw = environ.get(f"ELARA_{name.upper()}")
            if raw is not None:
                given[name] = int(raw) if spec.type is int else raw
        keys = {
            match[1].lower(): value
            for name, value in environ.items()
            if (match := _KEY.fullmatch(name))
        }
        return cls(**(given | {"keys": keys}))

    @property
    def emulated(self) -> bool:
        return self.world == "emulated"

    @property
    def signing_key(self) -> str:
        """What signs verdicts, from `ELARA_SIGNING_KEY`: see `elara.signing.setup`."""
        return self.keys.get("signing", "")

    def provider_key(self, name: str) -> str:
        """The key of a provider, or nothing."""
        return self.keys.get(name, "")

    def provider_url(self, name: str, live: str) -> str:
        """Base URL of a provider: its own, or the fake's in an emulated world."""
        return self.providers.replace("{name}", name) if self.providers else live


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_env(os.environ)
