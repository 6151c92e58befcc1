"""The checks themselves: each finds what it is for, and leaves good code alone."""

from pathlib import PurePath

from tests.architecture import house


def test_long_functions_are_found_wherever_they_hide() -> None:
    body = "\n".join("        x = 1" for _ in range(51))
    source = (
        f"class A:\n    async def long(self):\n{body}\n\n    def short(self):\n        return 1\n"
    )
    assert house.long_functions(source) == ["long: 52"]
    assert house.long_functions(source, limit=52) == []


def test_names_that_say_nothing_are_found() -> None:
    assert house.banned_names(PurePath("elara/utils/url.py")) == ["utils"]
    assert house.banned_names(PurePath("elara/urls/url_helpers.py")) == ["url_helpers"]
    assert house.banned_names(PurePath("a.py"), "class ScanManager: ...") == ["ScanManager"]


def test_good_names_pass() -> None:
    source = "class Database: ...\nclass Based: ..."
    assert house.banned_names(PurePath("elara/rules/base64_payload.py"), source) == []


def test_only_a_docstring_is_a_docstring_only() -> None:
    assert house.is_docstring_only('"""What it owns."""\n')
    assert not house.is_docstring_only('"""What it owns."""\nfrom a import b\n')
    assert not house.is_docstring_only("")
    assert not house.is_docstring_only("1\n")


def test_imports_are_found_inside_functions_too() -> None:
    source = "import a.b\ndef f():\n    from c.d import e, g as h\n"
    assert house.imported(source) == {"a.b", "c.d"}
    assert house.imported_from(source, "c.d") == {"e", "g"}
    assert house.imported_from(source, "a.b") == set()


def test_prints_and_the_environment_are_found() -> None:
    source = "import os\nfrom os import environ\nprint(1)\nos.environ['A']\nos.getenv('B')\n"
    assert sorted(house.prints_or_reads_environment(source)) == [
        "2: os.environ",
        "3: print",
        "4: os.environ",
        "5: os.getenv",
    ]
    assert house.prints_or_reads_environment("'print(1)'\nlog.info('x')\nos.getpid()\n") == []
