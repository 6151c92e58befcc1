"""`elara keys`: the file of published keys, which a rotation changes step by step."""

from dataclasses import dataclass
from pathlib import Path

from elara.cli import exits
from elara.cli.plain import plain
from elara.evidence.model import Clock, utc_now
from elara.signing.jwks import Jwks, published
from elara.signing.keys import jwk_of_pem
from elara.signing.model import NoKey


@dataclass(frozen=True, slots=True)
class Answer:
    """What to print, and the exit code."""

    code: int
    lines: tuple[str, ...]


def changed(
    file: Path, add: Path | None, revoke: str | None, reason: str, clock: Clock = utc_now
) -> Answer:
    """Changes the key set in `file` as asked, and shows it.

    Exit codes: 0, 64 for what cannot be done, 65 for a file that is no key set or no key.
    """
    if revoke is not None and not reason:
        return Answer(exits.USAGE, ("Say why with --reason: everybody who verifies reads it.",))
    try:
        keys = Jwks() if add is not None and not file.exists() else published(str(file))
        after = keys if add is None else keys.adding(jwk_of_pem(add.read_bytes()))
        after = after if revoke is None else after.revoking(revoke, reason, clock())
        if after != keys:
            _replace(file, after)
    except (NoKey, OSError) as error:
        return Answer(exits.DATA, (plain(error),))
    return Answer(exits.OK, tuple(map(plain, _shown(after))))


def _replace(file: Path, keys: Jwks) -> None:
    """Never leaves half a file behind."""
    beside = file.with_suffix(f"{file.suffix}.new")
    beside.write_text(keys.model_dump_json(indent=2) + "\n", "utf-8")
    beside.replace(file)


def _shown(keys: Jwks) -> list[str]:
    return [f"published  {key.kid}" for key in keys.keys] + [
        f"revoked    {gone.kid}  {gone.revoked_at:%Y-%m-%d}  {gone.reason}" for gone in keys.revoked
    ]
