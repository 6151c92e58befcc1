"""Kinds of files by their first bytes."""

import io
import zipfile

import pytest

from elara.content.magic import PROGRAMS, kind_of


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"MZ\x90\x00", "windows_program"),
        (b"\x7fELF\x02", "linux_program"),
        (b"\xcf\xfa\xed\xfe\x07", "mac_program"),
        (b"L\x00\x00\x00\x01\x14\x02\x00\x00", "windows_shortcut"),
        (zipped("AndroidManifest.xml", "classes.dex"), "android_program"),
        (zipped("META-INF/MANIFEST.MF", "Main.class"), "java_program"),
        (zipped("[Content_Types].xml", "word/document.xml"), "office_document"),
        (zipped("photo.jpg"), "zip_archive"),
        (b"Rar!\x1a\x07\x01", "rar_archive"),
        (b"%PDF-1.7", "pdf_document"),
        (bytes(0x8001) + b"CD001\x01", "disk_image"),
        (b"<!doctype html>", None),
        (b"mz", None),
        (b"", None),
    ],
)
def test_kinds(body: bytes, kind: str | None) -> None:
    assert kind_of(body) == kind


@pytest.mark.parametrize("kind", ["pdf_document", "office_document", "zip_archive", "disk_image"])
def test_documents_and_archives_are_no_programs(kind: str) -> None:
    assert kind not in PROGRAMS
