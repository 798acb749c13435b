"""Everything that can go wrong at a door of the application, in one catalogue."""

from survey_app.problems.catalogue import Code, Problem

__all__ = ["Code", "Problem"]
