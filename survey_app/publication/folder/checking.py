"""Holds a folder of a publication against its own manifest."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from field_export.manifest import DOCUMENT, MANIFEST, SUMS, sha256_of
from questionnaires import Fault
from questionnaires.problems import N_, Catalogue, Kind

MOST_BYTES = 4 * 1024 * 1024
"""A manifest of all files of a round is a hundredth of it."""


class FolderCode(Catalogue):
    """What is wrong with a folder."""

    NO_MANIFEST = Kind(
        message=N_("there is no manifest.json that can be read: %(why)s"),
        repair=N_("name the folder as hailong export --all wrote it"),
    )
    OTHER_DOCUMENT = Kind(
        message=N_("this is not a manifest that this program knows"),
        repair=N_("take the program of the version that wrote the folder"),
    )
    MISSING = Kind(
        message=N_("the file is not there"),
        repair=N_("ask for the whole folder again"),
    )
    CHANGED = Kind(
        message=N_("the file is not the one that was written: its SHA-256 is %(sha256)s"),
        repair=N_("ask for the file again, and do not save it from another program"),
    )
    UNKNOWN = Kind(
        message=N_("the manifest knows nothing of this file"),
        repair=N_("take it out of the folder"),
    )


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore")

    document: str
    files: tuple[_File, ...]


def folder_faults(folder: Path) -> tuple[Fault, ...]:
    """All that is wrong with it; nothing where every file is the one that was written."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            content = file.read(MOST_BYTES)
        read = _Manifest.model_validate_json(content)
    except OSError as refused:
        why = refused.strerror or type(refused).__name__
        return (FolderCode.NO_MANIFEST.at(MANIFEST, why=why),)
    except ValidationError as wrong:
        why = wrong.errors(include_url=False, include_context=False)[0]["msg"]
        return (FolderCode.NO_MANIFEST.at(MANIFEST, why=why),)
    if read.document != DOCUMENT:
        return (FolderCode.OTHER_DOCUMENT.at(MANIFEST),)
    return tuple(_against(folder, read))


def _against(folder: Path, read: _Manifest) -> Iterator[Fault]:
    for one in read.files:
        path = folder / one.name
        if not path.is_file():
            yield FolderCode.MISSING.at(one.name)
        elif (found := sha256_of(path)) != one.sha256:
            yield FolderCode.CHANGED.at(one.name, sha256=found)
    known = {MANIFEST, SUMS, *(one.name for one in read.files)}
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            yield FolderCode.UNKNOWN.at(path.name)
