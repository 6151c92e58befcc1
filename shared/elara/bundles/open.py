"""Reads a bundle from bytes that anybody may have written."""

from pydantic import ValidationError

from elara.bundles.model import Bundle
from elara.errors import Unprocessable
from elara.evidence.root import evidence_root
from elara.signing.canonical import canonical, strictly_parsed
from elara.signing.model import NotCanonical, Unverified


class NotABundle(Unprocessable):
    """This is not a bundle that can be read."""

    code = "not_a_bundle"


def opened(content: bytes) -> Bundle:
    """The bundle in `content`. Raises NotABundle, also when the evidence is not that of the
    statement, or when something in it is not in the bundle that is returned (an unknown member,
    a number as text): nothing can be said of what was not read. The signatures are not looked
    at: that takes keys, and `elara.signing.verify`."""
    try:
        raw = strictly_parsed(content)
        bundle = Bundle.model_validate(raw)
        root = evidence_root(raw["evidence"])
        whole = canonical(bundle.model_dump(mode="json", exclude_unset=True)) == canonical(raw)
    except Unverified as error:
        raise NotABundle(error.detail) from error
    except NotCanonical as error:
        raise NotABundle(f"It has no canonical form: {error.detail}") from error
    except ValidationError as error:
        raise NotABundle(f"It is not a bundle: {_first(error)}") from error
    except (ValueError, RecursionError) as error:
        raise NotABundle(f"The evidence has no canonical form: {error}") from error
    if root != bundle.statement.evidence_root:
        raise NotABundle("The evidence is not that of the statement: its root differs.")
    if not whole:
        raise NotABundle("It says more than a bundle of this version does, or says it otherwise.")
    return bundle


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"/{'/'.join(map(str, first['loc']))} {first['msg']}"
