"""Messages and numbers in one language: that of a page, a command or a report."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.support import NullTranslations, Translations

from field_export.written import written_decimal, written_whole
from scoring.plans.plan_parts import Names
from scoring.rounding import half_up
from survey_app.languages import CATALOGUES, LANGUAGES


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> NullTranslations:
    """The messages of a language; English ones stand for themselves."""
    return Translations.load(CATALOGUES, [language])


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """language: `vi` or `en`."""

    language: str

    def gettext(self, template: str, **details: str) -> str:
        """A catalogued English template in this language, filled."""
        message = catalogue(self.language).ugettext(template)
        return message % details if details else message

    def whole(self, number: int) -> str:
        """2.124 in Vietnamese, 2,124 in English."""
        return written_whole(number, language=self.language)

    def plain(self, value: Decimal) -> str:
        """A number with the decimals that it has."""
        return written_decimal(value, language=self.language)

    def rounded(self, value: Fraction | Decimal, *, places: int = 2) -> str:
        """A number with so many decimals, half up."""
        return self.plain(half_up(value, places=places))

    def name(self, name: Names) -> str:
        """A name that is given in both languages."""
        return name.en if self.language == "en" else name.vi


VIETNAMESE = Speech(language="vi")
"""Of official reports and files to hand on, whoever makes them."""
