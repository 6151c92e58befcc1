"""Reads a bundle from bytes that anybody may have written."""

from pydantic import ValidationError

from elara.bundles.model import Bundle
from elara.errors import Unprocessable
from elara.evidence.root import evidence_root
from elara.signing.canonical import strictly_parsed
from elara.signing.model import Unverified


class NotABundle(Unprocessable):
    """This is not a bundle that can be read."""

    code = "not_a_bundle"


def opened(content: bytes) -> Bundle:
    """The bundle in `content`. Raises NotABundle, also when the evidence is not that of the
    statement. The signatures are not looked at: that takes keys, and `elara.signing.verify`."""
    try:
        raw = strictly_parsed(content)
        bundle = Bundle.model_validate(raw)
        root = evidence_root(raw["evidence"])
    except Unverified as error:
        raise NotABundle(error.detail) from error
    except ValidationError as error:
        raise NotABundle(f"It is not a bundle: {_first(error)}") from error
    except (ValueError, RecursionError) as error:
        raise NotABundle(f"The evidence has no canonical form: {error}") from error
    if root != bundle.statement.evidence_root:
        raise NotABundle("The evidence is not that of the statement: its root differs.")
    return bundle


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"/{'/'.join(map(str, first['loc']))} {first['msg']}"
