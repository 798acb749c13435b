"""The command `hailong`: one module a command, all of them named here."""

from importlib import import_module

import click

COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "db": "database",
    "user": "user",
    "device": "device",
    "token": "token",
    "webhook": "webhook",
    "questionnaire": "questionnaire",
    "plan": "plan",
    "frame": "frame",
    "round": "round",
    "adjustments": "adjustments",
    "score": "score",
    "score-file": "score_file",
    "publish": "publish",
    "export": "export",
    "statistics-form": "statistics_form",
    "sample": "sample",
    "assignment": "assignment",
    "quality": "quality",
    "recheck": "recheck",
    "index": "index",
    "index-file": "index_file",
}
"""The module of each command."""


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
        module = import_module(f"{__name__}.{COMMANDS[name]}")
        command: click.Command = getattr(module, name.replace("-", "_"))
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hailong")
def main() -> None:
    """Hài lòng: from interviews to the satisfaction score of government offices.

    Example: hailong demo
    """
