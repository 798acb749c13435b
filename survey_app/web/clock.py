"""The clock of the application, as the views read it."""

from datetime import datetime

from flask import Flask, current_app

from survey_app.clock import Clock


def install(app: Flask, now: Clock) -> None:
    """Gives the application its clock."""
    app.extensions["hailong_clock"] = now


def now() -> datetime:
    """The present instant, in UTC."""
    clock: Clock = current_app.extensions["hailong_clock"]
    return clock()
