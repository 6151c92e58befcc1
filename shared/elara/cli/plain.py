"""Text for a terminal: what a hostile page or URL wrote must not steer it."""

import json
import re
from typing import Any

# C0 and C1 controls, and the format characters that hide or turn text around.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def plain(text: object) -> str:
    """`text` with every control or invisible formatting character replaced by U+FFFD."""
    return _STEERING.sub("\ufffd", str(text))


def json_line(value: Any) -> str:
    """`value` as one line of JSON that steers no terminal either: all but printable ASCII is
    escaped, which means the same to every reader of JSON."""
    return json.dumps(value).replace("\x7f", "\\u007f")
