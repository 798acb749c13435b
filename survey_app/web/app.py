"""Puts the web application together."""

from datetime import timedelta

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from survey_app.api import devices, forms, pack, recheck_forms, recovered_key, sync
from survey_app.api.reading import installed as reading
from survey_app.clock import Clock, system_clock
from survey_app.db.engine import connect
from survey_app.publication.webhooks.registering import House
from survey_app.settings import Settings
from survey_app.web import (
    account_list,
    accounts,
    adjustments,
    api_tokens,
    assignment,
    background,
    backups,
    boards_known,
    case,
    cases,
    change_log,
    clock,
    closing_day,
    comments,
    correction,
    declare,
    errors,
    estimates_known,
    exclusions,
    first_sign_in,
    folding,
    frame,
    frame_jobs,
    frame_judgement,
    frame_steps,
    headers,
    health,
    home,
    index_pages,
    index_points,
    index_points_typed,
    index_publication,
    interviews,
    language,
    logs,
    lots,
    numbers,
    own_results,
    packed,
    paper,
    paper_office,
    paper_print,
    progress,
    progress_known,
    public_files,
    publication,
    publication_files,
    quality,
    quality_risk,
    quarantine,
    recheck,
    recheck_aside,
    recheck_form,
    recheck_moving,
    recheck_plan,
    recheck_reconcile,
    recheck_seed,
    rechecked_people,
    reliability,
    reports,
    results,
    results_files,
    returned,
    reviewing,
    rounds,
    sample,
    sample_draw,
    sealing,
    sign_in,
    signed_in,
    standing,
    tablet,
    tablets,
    telling,
    themes_known,
    today,
    translate,
    unit_of_work,
    units,
    webhooks,
    years,
)
from survey_app.web.background import Starter

MEGABYTE = 1024 * 1024

BLUEPRINTS = (
    sign_in.blueprint,
    first_sign_in.blueprint,
    home.blueprint,
    language.blueprint,
    interviews.blueprint,
    returned.blueprint,
    paper.blueprint,
    paper_office.blueprint,
    paper_print.blueprint,
    progress.blueprint,
    quality.blueprint,
    quality_risk.blueprint,
    recheck.blueprint,
    recheck_aside.blueprint,
    recheck_form.blueprint,
    recheck_moving.blueprint,
    recheck_plan.blueprint,
    recheck_seed.blueprint,
    recheck_reconcile.blueprint,
    results.blueprint,
    results_files.blueprint,
    own_results.blueprint,
    years.blueprint,
    adjustments.blueprint,
    index_pages.blueprint,
    index_points.blueprint,
    index_points_typed.blueprint,
    index_publication.blueprint,
    closing_day.blueprint,
    comments.blueprint,
    publication.blueprint,
    reports.blueprint,
    publication_files.blueprint,
    exclusions.blueprint,
    lots.blueprint,
    rechecked_people.blueprint,
    reliability.blueprint,
    rounds.blueprint,
    frame.blueprint,
    frame_steps.blueprint,
    sample.blueprint,
    sample_draw.blueprint,
    assignment.blueprint,
    cases.blueprint,
    case.blueprint,
    frame_judgement.blueprint,
    frame_jobs.blueprint,
    units.blueprint,
    accounts.blueprint,
    account_list.blueprint,
    change_log.blueprint,
    api_tokens.blueprint,
    webhooks.blueprint,
    quarantine.blueprint,
    correction.blueprint,
    reviewing.blueprint,
    backups.blueprint,
    tablets.blueprint,
    tablet.blueprint,
    health.blueprint,
)
PROGRAM_BLUEPRINTS = (
    sync.blueprint,
    pack.blueprint,
    forms.blueprint,
    recheck_forms.blueprint,
    recovered_key.blueprint,
    devices.blueprint,
)


def create_app(
    settings: Settings,
    *,
    now: Clock = system_clock,
    engine: Engine | None = None,
    starter: Starter | None = None,
) -> Flask:
    """The WSGI application. Tests hand in a clock and an engine, and do the work of processes."""
    app = Flask(__name__)
    _configure(app, settings)
    engine = engine or connect(settings.database_url, durable=settings.durable)
    unit_of_work.install(app, engine)
    folding.install(app, engine)
    sealing.install(app, engine, now=now)
    house = House(secret_key=settings.secret_key, allows_private=settings.webhook_private)
    telling.install(app, engine, now=now, house=house)
    background.install(app, database_url=settings.database_url, starter=starter)
    clock.install(app, now)
    csrf = _prepare_requests(app, settings)
    for blueprint in (*BLUEPRINTS, *PROGRAM_BLUEPRINTS):
        app.register_blueprint(blueprint)
    for blueprint in PROGRAM_BLUEPRINTS:
        csrf.exempt(blueprint)  # they ask for the token themselves where a cookie is the proof
    reading.install(app, csrf, limit=settings.api_limit)
    devices.limit_enrolment(app)
    _prepare_answers(app)
    if settings.proxies:
        count = settings.proxies
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # the documented way to wrap it
    return app


def _prepare_requests(app: Flask, settings: Settings) -> CSRFProtect:
    """What happens before a view, in this order."""
    logs.install(app)
    public_files.install(app)
    signed_in.install(app)
    language.install(app)
    Bootstrap5(app)
    backups.install(app)
    frame.install(app)
    csrf = CSRFProtect(app)
    tablet.install(app)
    sign_in.install(app, limit=settings.sign_in_limit)
    first_sign_in.install(app, limit=settings.sign_in_limit)
    # After CSRF and sign-in have prepared the request, before any view.
    app.before_request(declare.enforce)
    return csrf


def _prepare_answers(app: Flask) -> None:
    """What templates can say, and what happens to every answer."""
    numbers.install(app)
    translate.install(app)
    today.install(app)
    boards_known.install(app)
    progress_known.install(app)
    estimates_known.install(app)
    standing.install(app)
    themes_known.install(app)
    errors.install(app)
    headers.install(app)
    packed.install(app)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        MAX_CONTENT_LENGTH=MEGABYTE,
        # A form may stay open for a whole interview; the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
