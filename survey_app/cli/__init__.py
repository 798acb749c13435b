"""The command `hailong`: one module a command, all of them named here."""

import click

from survey_app.cli.database import db
from survey_app.cli.demo import demo
from survey_app.cli.device import device
from survey_app.cli.index import index
from survey_app.cli.index_file import index_file
from survey_app.cli.questionnaire import questionnaire
from survey_app.cli.score_file import score_file
from survey_app.cli.serve import serve
from survey_app.cli.user import user


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hailong")
def main() -> None:
    """Hài lòng: from interviews to the satisfaction score of government offices.

    Example: hailong demo
    """


for command in (demo, serve, db, user, device, questionnaire, score_file, index, index_file):
    main.add_command(command)
