"""The option that names a round."""

import click

round_option = click.option(
    "--round", "round_code", metavar="R", required=True, help="Code of the round."
)
