"""Files that a command writes into a folder: all of them, or none."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from survey_app.problems import Code, Problem


def write_files(files: Mapping[str, Iterable[str]], folder: Path) -> list[Path]:
    """Write each, by name, and give where they are; no file that is there is overwritten."""
    made: list[Path] = []
    file = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, lines in files.items():
            file = folder / name
            with file.open("x", encoding="utf-8", newline="") as stream:
                made.append(file)
                stream.writelines(lines)
    except OSError as refused:
        for half in made:
            half.unlink(missing_ok=True)
        why = refused.strerror or type(refused).__name__
        raise Problem(Code.FILE_NOT_WRITTEN, {"file": str(file), "why": why}) from refused
    return made
