"""The command `hailong`: one module a command, all of them named here."""

import gc
import sys
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

import click


class Named(NamedTuple):
    """Where a command is, and the line about it in the list of all of them."""

    module: str
    line: str


COMMANDS = {
    "demo": Named("demo", "Make a fresh demo database and serve it on this machine."),
    "serve": Named("serve", "Serve the application with gunicorn."),
    "db": Named("database", "Bring the database to the version of this program, and check it."),
    "user": Named("user", "Make, close and repair accounts."),
    "device": Named("device", "Enrol tablets and end their enrolment."),
    "token": Named("token", "Make, list and end tokens with which programs read."),
    "webhook": Named("webhook", "Register addresses that are told of publications."),
    "questionnaire": Named("questionnaire", "Check, publish and print questionnaires."),
    "plan": Named("plan", "Check the plans by which answers become scores and points."),
    "frame": Named("frame", "Import finished files of a one-stop system as cases."),
    "round": Named("round", "Plan rounds, open and close them."),
    "adjustments": Named("adjustments", "Count cases of bonus and penalty from a list."),
    "score": Named("score", "Score a round from the interviews received so far."),
    "score-file": Named("score_file", "Score responses on file."),
    "publish": Named("publish", "Freeze the scores of a closed round and make them public."),
    "export": Named("export", "Write what is public of a round as files to hand on."),
    "statistics-form": Named("statistics_form", "Print the two cells of the statistics form."),
    "sample": Named("sample", "Draw samples that anyone can draw again."),
    "assignment": Named("assignment", "Give cases to enumerators, take them back, replace them."),
    "quality": Named("quality", "Look for signs in interviews that a person should look at."),
    "recheck": Named("recheck", "Draw interviews that are made again, and compare both."),
    "index": Named("index", "The index of a round, and the points of its documents."),
    "index-file": Named("index_file", "Rank units by their points on file."),
}
"""In the list of all commands nothing of theirs is read: that would be the whole program."""


def module_read(name: str) -> ModuleType:
    """The module of this package with this name.

    Nothing that is read is garbage, and looking for some took a third of the time of a command:
    while its modules were read, and as often as many objects had been made later.
    """
    whole = f"{__name__}.{name}"
    if whole in sys.modules:
        return sys.modules[whole]
    is_looked_for = gc.isenabled()
    gc.disable()
    try:
        return import_module(whole)
    finally:
        gc.freeze()
        if is_looked_for:
            gc.enable()


class Commands(click.Group):
    """Reads the module of a command when it is asked for.

    Half of what `hailong serve` needed to start was reading pandas and scipy, for other commands.
    """

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names in the order in which the help lists them."""
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command with this name."""
        if name not in COMMANDS:
            return None
        module = module_read(COMMANDS[name].module)
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with its line."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].line) for name in sorted(COMMANDS)])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hailong")
def main() -> None:
    """Hài lòng: from interviews to the satisfaction score of government offices.

    Example: hailong demo
    """
