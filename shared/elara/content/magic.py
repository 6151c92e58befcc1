"""Says what a downloaded body is by its first bytes, whatever its name or type pretend. Pure.

Signatures: the formats' own specifications (PE/COFF, ELF, Mach-O, APPNOTE 4.3.7, MS-SHLLINK 2.1,
MS-CFB 2.2, RAR, 7z, ISO 9660, RFC 1952, ISO 32000).
"""

_SIGNATURES = (
    (b"MZ", "windows_program"),
    (b"\x7fELF", "linux_program"),
    (b"\xfe\xed\xfa\xce", "mac_program"),
    (b"\xfe\xed\xfa\xcf", "mac_program"),
    (b"\xce\xfa\xed\xfe", "mac_program"),
    (b"\xcf\xfa\xed\xfe", "mac_program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "windows_shortcut"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound_document"),
    (b"Rar!\x1a\x07", "rar_archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z_archive"),
    (b"\x1f\x8b\x08", "gzip_archive"),
    (b"%PDF-", "pdf_document"),
)
_INSIDE_ZIP = (
    (b"AndroidManifest.xml", "android_program"),
    (b"META-INF/MANIFEST.MF", "java_program"),
    (b"[Content_Types].xml", "office_document"),
)
_ISO_9660_AT = 0x8001
PROGRAMS = frozenset(
    (
        "windows_program",
        "windows_shortcut",
        "linux_program",
        "mac_program",
        "android_program",
        "java_program",
    )
)
"""The kinds that run something when opened."""


def kind_of(body: bytes) -> str | None:
    """The kind of file, or None when it is none of those known here (a page, say)."""
    for signature, kind in _SIGNATURES:
        if body.startswith(signature):
            return kind
    if body.startswith(b"PK\x03\x04"):
        beginning = body[:8192]
        return next((kind for name, kind in _INSIDE_ZIP if name in beginning), "zip_archive")
    if body[_ISO_9660_AT : _ISO_9660_AT + 5] == b"CD001":
        return "disk_image"
    return None
