"""A program that calls itself a document."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts
from elara.urls.reading import file_name

RULE = Rule(
    id="url.double_extension",
    title="Double file extension",
    reads=UrlFacts,
    points=120,
    why="Systems that hide extensions show `invoice.pdf.exe` as `invoice.pdf`.",
    references=("https://attack.mitre.org/techniques/T1036/007/",),
)

_DISGUISE = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|txt|rtf|csv|mp[34])[\s_.]*"
    r"\.(exe|scr|pif|com|bat|cmd|vbs|js|jse|wsf|hta|ps1|lnk|jar|apk|msi|html?|php|zip|rar|7z)$"
)
_HARMLESS_PAGE = frozenset({"html", "htm", "php", "zip", "rar", "7z", "js"})


def check(facts: UrlFacts) -> Hit | None:
    name = file_name(facts.path)
    found = _DISGUISE.search(name) if name.count(".") > 1 else None
    if found is None:
        return None
    shown, real = found.groups()
    points = 15 if real in _HARMLESS_PAGE else None
    return Hit(f"The file poses as .{shown} and is .{real}.", points)
