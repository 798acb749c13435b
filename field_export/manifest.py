"""What a folder of files says of itself: every file, its SHA-256, and what it was made from."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

DOCUMENT = "hailong manifest 1"
MANIFEST, SUMS, READ_ME = "manifest.json", "SHA256SUMS", "DOC-TRUOC.md"
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file. what: in words, for people. made_of: by the names that the manifest uses."""

    name: str
    what: str
    made_of: tuple[str, ...]
    bytes: int
    sha256: str


def file_line(path: Path, *, what: str, made_of: Sequence[str]) -> FileLine:
    """The line of a file that is written."""
    return FileLine(
        name=path.name,
        what=what,
        made_of=tuple(made_of),
        bytes=path.stat().st_size,
        sha256=sha256_of(path),
    )


def sha256_of(path: Path) -> str:
    """Hexadecimal, read in blocks."""
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            hashed.update(block)
    return hashed.hexdigest()


def manifest_json(
    lines: Sequence[FileLine], *, made_from: Mapping[str, JsonValue]
) -> dict[str, JsonValue]:
    """The document. made_from: the run, plans, program and data, by the names that lines use."""
    return {
        "document": DOCUMENT,
        "made_from": {**made_from},
        "files": [
            {
                "name": one.name,
                "what": one.what,
                "made_of": [*one.made_of],
                "bytes": one.bytes,
                "sha256": one.sha256,
            }
            for one in lines
        ],
    }


def sums_text(lines: Sequence[tuple[str, str]]) -> str:
    """Names with their SHA-256, as `sha256sum --check` reads them."""
    return "".join(f"{sha256}  {name}\n" for name, sha256 in lines)
