"""Where everything in one world is: its addresses, its files, and the settings that say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from emulators.ports import HOST, ROOT, Ports

REGION = "europe-west1"


@dataclass(frozen=True, slots=True)
class Layout:
    """One world. Addresses are host:port, URLs have no slash at the end."""

    ports: Ports
    project: str
    """A fresh one per world: it is what keeps its data apart."""
    functions: Path = ROOT / "functions"
    """Folder of function folders."""
    workflows: Path = ROOT / "workflows"
    """Folder of workflow files."""
    worlds: Path = ROOT / ".world"
    region: str = REGION
    parts: frozenset[str] = frozenset()
    """Names of the components that this world has."""

    @property
    def state(self) -> Path:
        """Folder of this world's files."""
        return self.worlds / str(self.ports.base)

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def ca_file(self) -> Path:
        """PEM of the authority that signs the fake internet's certificates."""
        return self.state / "ca.pem"

    @property
    def signing_key(self) -> Path:
        """PEM of the key that signs this world's verdicts; nobody else may read it."""
        return self.state / "signing.pem"

    @property
    def jwks(self) -> Path:
        """The key set this world publishes."""
        return self.state / "jwks.json"

    @property
    def seeded(self) -> Path:
        """JSON that the seeding leaves: `{"api_key": ...}`."""
        return self.state / "seed.json"

    @property
    def gateway(self) -> str:
        """Base URL of the public API."""
        return self.url(self.ports.gateway)

    @property
    def function_url(self) -> str:
        """Where function `{name}` is."""
        return self.url(self.ports.functions) + "/{name}"

    @property
    def queue(self) -> str:
        """Full name of the queue of scans."""
        return f"projects/{self.project}/locations/{self.region}/queues/scans"

    @staticmethod
    def url(port: int) -> str:
        return f"http://{HOST}:{port}"

    @staticmethod
    def address(port: int) -> str:
        return f"{HOST}:{port}"

    def function_env(self) -> dict[str, str]:
        """What a function finds in its environment, here instead of in the cloud."""
        ports = self.ports
        return {
            "ELARA_WORLD": "emulated",
            "ELARA_PROJECT": self.project,
            "ELARA_REGION": self.region,
            "ELARA_PUBSUB": self.address(ports.pubsub),
            "ELARA_TASKS": self.address(ports.tasks),
            "ELARA_WORKFLOWS": self.url(ports.workflows),
            "ELARA_VALKEY": f"valkey://{HOST}:{ports.valkey}/0",
            "ELARA_PROVIDERS": self.url(ports.providers) + "/{name}",
            "ELARA_RESOLVERS": self.address(ports.dns),
            "ELARA_INTERNET": f"{HOST}:{ports.http}:{ports.https}",
            "ELARA_CA_FILE": str(self.ca_file),
            "ELARA_SIGNING_KEY": str(self.signing_key),
            "ELARA_JWKS": str(self.jwks),
            **provider_keys(),
            "ELARA_FUNCTIONS_ROOT": str(self.functions),
            "FIREBASE_AUTH_EMULATOR_HOST": self.address(ports.auth),
            "FIRESTORE_EMULATOR_HOST": self.address(ports.firestore),
            "FUNCTION_USE_ASGI": "true",
            "GOOGLE_CLOUD_PROJECT": self.project,
            "STORAGE_EMULATOR_HOST": self.url(ports.storage),
        }

    def workflow_env(self) -> dict[str, str]:
        """What `sys.get_env` gives to a workflow."""
        return {
            "FUNCTION_URL": self.function_url,
            "PUBSUB_URL": self.url(self.ports.pubsub),
            "GOOGLE_CLOUD_PROJECT_ID": self.project,
            "GOOGLE_CLOUD_LOCATION": self.region,
        }


def provider_keys() -> dict[str, str]:
    """The keys that the fake providers accept, each as its setting."""
    files = (ROOT / "emulators/providers/data").glob("*.yaml")
    data = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in sorted(files)}
    return {
        f"ELARA_{name.upper()}_KEY": each["key"] for name, each in data.items() if "key" in each
    }


def process_env(environ: Mapping[str, str], extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a component: ours, the packages of this checkout, `extra`.

    Nothing in a world is behind a proxy, whatever the machine's settings say.
    """
    packages = f"{ROOT / 'shared'}:{ROOT}"
    local = {"PYTHONPATH": packages, "NO_PROXY": f"{HOST},localhost", "PYTHONUNBUFFERED": "1"}
    return {**environ, **local, **extra}
