"""`elara train`: makes the URL model and its card from labelled URLs."""

from pathlib import Path

from elara.lexical import store
from elara.training.card import card
from elara.training.learning import vocabulary
from elara.training.make import made
from elara.training.popular import listing
from elara.training.rows import rows, with_logins

MODEL = Path(store.__file__).with_name(store.FILE)
CARD = Path("docs/model-card.md")


def trained(data: Path, judges: Path, names: Path, out: Path | None, *, across: bool) -> str:
    """Writes the model to `out` (the bundled one and its card without it) and returns the card.

    `names` lists widely used domains. Raises OSError and Malformed.
    """
    given, held = rows(data), rows(judges)
    result = made(with_logins(given), held, vocabulary(listing(names)), across=across)
    text = card(result, given, held)
    (out or MODEL).write_bytes(result.file)
    (out.with_suffix(".md") if out else CARD).write_text(text, "utf-8")
    return text
