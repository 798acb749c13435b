"""Compiles the catalogues when a wheel or an editable install is built.

The compiled files are not committed; without this hook an installed package would speak English.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[BuilderConfig]):
    """Writes a messages.mo beside every messages.po."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Called by hatchling before it collects the files; both arguments are of no use here."""
        del version, build_data
        for source in Path(self.root).glob("survey_app/translations/*/LC_MESSAGES/messages.po"):
            with source.open("rb") as file:
                catalogue = read_po(file)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
