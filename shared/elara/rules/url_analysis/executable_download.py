"""A file that runs when opened."""

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts
from elara.urls.reading import extension

RULE = Rule(
    id="url.executable_download",
    title="Downloads a program or an archive",
    reads=UrlFacts,
    points=60,
    why="Malware arrives as a file that runs when opened, or packed so that filters do not look.",
    references=("https://attack.mitre.org/techniques/T1204/002/",),
)

_RUNS = frozenset(
    "exe scr pif com bat cmd vbs vbe jse wsf hta ps1 lnk jar apk msi dll cpl sh bin elf"
    " arm arm5 arm6 arm7 mips mpsl x86 ppc m68k sh4 i686 xlsm docm xlsb iso img vhd chm".split()
)
_PACKED = frozenset("zip rar 7z gz tar cab ace arj xz".split())


def check(facts: UrlFacts) -> Hit | None:
    kind = extension(facts.path)
    if kind in _RUNS:
        return Hit(f"It points at a .{kind} file, which can run when opened.")
    if kind in _PACKED:
        return Hit(f"It points at a .{kind} archive.", 40)
    return None
