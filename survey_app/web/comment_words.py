"""What the themes, states and pieces of comments are called."""

from collections.abc import Mapping

from flask_babel import gettext as _

from questionnaires import Definition
from questionnaires.themes import theme_item
from survey_app.db.wanted_comments import CommentState
from survey_app.publication.comments.numbers import Telling
from survey_app.web.language import current_language


def theme_names(definition: Definition) -> Mapping[int, str]:
    """The themes in the order and in the words of the questionnaire, by their codes."""
    item = theme_item(definition)
    options = () if item is None else item.options
    return {one.code: one.text.in_language(current_language()) for one in options}


def question_words(definition: Definition, code: str) -> str:
    """The question that a comment answers; of a text beside “other” the one it stands beside."""
    items = {item.code: item for item in definition.items} | {
        item.text_code: item for item in definition.items_with_text
    }
    return items[code].text.in_language(current_language())


def state_names() -> Mapping[CommentState, str]:
    """Whether somebody has decided; the mark before it is never the only sign."""
    return {
        CommentState.WAITING: str(_("▶ waits")),
        CommentState.RELEASED: str(_("✓ released")),
        CommentState.WITHHELD: str(_("– withheld")),
    }


def telling_names() -> Mapping[Telling, str]:
    """What a piece of a text tells somebody by."""
    return {
        Telling.NUMBER: str(_("number of a telephone or a card")),
        Telling.MAIL: str(_("e-mail address")),
        Telling.ADDRESS: str(_("address of a page")),
        Telling.CASE: str(_("code of a file")),
        Telling.DAY: str(_("day")),
        Telling.NAME: str(_("name")),
    }
