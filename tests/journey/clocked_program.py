"""`hailong` whose clock a test sets: now is the time stamp of a file that the environment names.

With words, it runs this one command. Without, it reads commands from standard input, a JSON list a
line: each runs in a process of its own, a fork of this one that has read the program already.
"""

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

CLOCK = "JOURNEY_CLOCK"
CRASHED = 70


def marked_time() -> datetime:
    """The instant to which the test has set the clock."""
    return datetime.fromtimestamp(Path(os.environ[CLOCK]).stat().st_mtime, tz=UTC)


def program() -> click.Group:
    """The command `hailong`; its clock is put in its place before anybody reads it."""
    import survey_app.clock

    survey_app.clock.system_clock = marked_time
    from survey_app.cli import main

    return main


def answer_commands(hailong: click.Group) -> None:
    """Runs what it is told to until nobody says anything any more."""
    context = click.Context(hailong)
    for name in hailong.list_commands(context):
        hailong.get_command(context, name)  # reads its module, once for all forks
    for line in sys.stdin:
        print(json.dumps(_ran(hailong, json.loads(line))), flush=True)  # noqa: T201 -- the answer


def _ran(hailong: click.Group, words: Sequence[str]) -> dict[str, object]:
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), sys.stdout.fileno())
            os.dup2(complained.fileno(), sys.stderr.fileno())
            _run_and_leave(hailong, words)
        _, status = os.waitpid(child, 0)
        texts = []
        for file in (said, complained):
            file.seek(0)
            texts.append(file.read().decode())
    return {"code": os.waitstatus_to_exitcode(status), "said": texts[0], "complained": texts[1]}


def _run_and_leave(hailong: click.Group, words: Sequence[str]) -> NoReturn:
    code = CRASHED
    try:
        hailong(list(words))
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:  # noqa: BLE001 -- this process ends here, whatever it was
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    if sys.argv[1:]:
        program()(sys.argv[1:])
    else:
        answer_commands(program())
