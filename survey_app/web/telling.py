"""Tells addresses beside the requests: at once when something was published here, else soon.

A command publishes in a process of its own, and what failed is tried again for days: so a server
also looks as it starts and from time to time, whether anybody asks for pages or not.
"""

from collections.abc import Callable
from secrets import SystemRandom
from threading import Event, Thread

import structlog
from flask import Flask, current_app
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from survey_app.clock import Clock
from survey_app.publication.webhooks.posting import post
from survey_app.publication.webhooks.registering import House
from survey_app.publication.webhooks.sending import Postman, send_waiting
from survey_app.web.unit_of_work import after_commit

LOOKS_EVERY_S = 15.0
_POSTMAN, _CALLED, _HOUSE = "hailong_postman", "hailong_telling", "hailong_house"


def install(app: Flask, engine: Engine, *, now: Clock, house: House) -> None:
    """Gives the application what telling needs; nothing is sent before `tell_beside_requests`."""
    chance = SystemRandom().random
    app.extensions[_HOUSE] = house
    app.extensions[_POSTMAN] = Postman(
        engine=engine, house=house, post=post, now=now, chance=chance
    )


def house() -> House:
    """The secret of this installation, and what it may tell."""
    found: House = current_app.extensions[_HOUSE]
    return found


def tell_beside_requests(app: Flask) -> Callable[[], None]:
    """From now on a thread of this process sends what waits; it ends with the process.

    What is given back ends it before, once it has sent what it is sending.
    """
    called, ended = Event(), Event()
    app.extensions[_CALLED] = called
    postman: Postman = app.extensions[_POSTMAN]
    thread = Thread(target=_tell, args=(postman, called, ended), name="telling", daemon=True)
    thread.start()

    def end() -> None:
        ended.set()
        called.set()
        thread.join()

    return end


def tell_now() -> None:
    """Has what this request writes sent as soon as it is stored."""
    called: Event | None = current_app.extensions.get(_CALLED)
    if called is not None:
        after_commit(called.set)


def _tell(postman: Postman, called: Event, ended: Event) -> None:
    while not ended.is_set():
        try:
            send_waiting(postman)
        except DBAPIError:
            # What waits is sent the next time; the operator should know.
            structlog.get_logger().exception("telling_failed")
        called.wait(LOOKS_EVERY_S)
        called.clear()
