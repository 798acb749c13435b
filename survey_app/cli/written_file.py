"""Files that commands write: whole, or not at all."""

import json
import os
import tempfile
from pathlib import Path

from pydantic import JsonValue

from survey_app.problems import Code, Problem


def write_json(target: Path, document: JsonValue) -> None:
    """Writes beside the target and renames; a place that cannot be written raises Problem."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(target)
    except OSError as refused:
        why = refused.strerror or type(refused).__name__
        raise Problem(Code.FILE_NOT_WRITTEN, {"file": str(target), "why": why}) from refused
