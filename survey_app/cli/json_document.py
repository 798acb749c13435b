"""Writes the document of a command whole or not at all."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import token_hex

import click
from pydantic import JsonValue


def output_path(
    context: click.Context, parameter: click.Parameter, value: Path | None
) -> Path | None:
    """Check an output path before any work; bad usage when it cannot be written there."""
    if value is None:
        return None
    folder = value.resolve().parent
    if not folder.is_dir():
        raise click.BadParameter(f"the folder {folder} does not exist", context, parameter)
    if not os.access(folder, os.W_OK):
        raise click.BadParameter(f"the folder {folder} cannot be written", context, parameter)
    return value


def refuse_overwriting(output: Path, *inputs: Path | None) -> None:
    """Bad usage when the output is one of the inputs."""
    for path in inputs:
        if path is not None and output.exists() and output.samefile(path):
            raise click.UsageError(f"{output} would overwrite {path}, which is read")


def write_document(document: Mapping[str, JsonValue], *, output: Path) -> None:
    """Write through a temporary file beside the output, which takes its name when complete.

    A device or a pipe is written directly. Raises a ClickException (exit 1) when writing fails.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    write_text(text, output=output)


def write_text(text: str, *, output: Path) -> None:
    """As `write_document`, for a text of any kind."""
    write_bytes(text.encode(), output=output)


def write_bytes(content: bytes, *, output: Path) -> None:
    """As `write_document`, for what is no text."""
    target = output.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(target, content=content)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error


def write_through(write: Callable[[Path], None], output: Path) -> None:
    """As `write_document`, for what writes itself into the file that it is given."""
    target = output.resolve()
    try:
        if target.exists() and not target.is_file():
            write(target)
        else:
            _through(target, write)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error


def _replace(target: Path, *, content: bytes) -> None:
    def write(temporary: Path) -> None:
        temporary.write_bytes(content)

    _through(target, write)


def _through(target: Path, write: Callable[[Path], None]) -> None:
    """Where anything fails, what was half-written is gone, and the target is as it was."""
    temporary = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        write(temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
