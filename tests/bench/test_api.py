"""How many programs can pull the scores of a published round at once, and what it costs."""

from datetime import timedelta

from sqlalchemy import text

from survey_app.access.api_tokens import TokenRequest, make_token
from survey_app.access.people import person_of_session
from survey_app.clock import system_clock
from survey_app.db.engine import connect, transaction
from tests.bench import province
from tests.bench.documents import ROUND
from tests.bench.many_interviews import add_interviews
from tests.bench.measuring import measure, middle
from tests.bench.served import children_of, serving
from tests.bench.test_report import INTERVIEWS, UNITS, published

REQUESTS = 1_000
RUNS = 3
SCORES = f"/api/v1/rounds/{ROUND}/scores"


def asked(address, *, token, port):
    """One request, as clients send it."""
    lines = [
        f"GET {address} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Authorization: Bearer {token}",
        "Accept-Encoding: gzip",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def reader(engine):
    """The secret of a token that holds, made by whoever published: the last account."""
    with transaction(engine) as session:
        number = session.scalars(text("SELECT max(id) FROM account")).one()
        person = person_of_session(session, account_id=number, mark="mark-99")
        wanted = TokenRequest(name="bench", scopes=(), days=1)
        at = system_clock() - timedelta(seconds=1)
        return make_token(session, person, wanted, at=at).secret


def test_api__scores_of_25_units__are_pulled(durable_postgres, monkeypatch):
    url, server = durable_postgres
    monkeypatch.setattr(province, "UNITS", UNITS)
    monkeypatch.setenv("HAILONG_API_LIMIT", "900000 per minute")
    engine = connect(url)
    add_interviews(engine, province.set_up(engine), count=INTERVIEWS)
    published(engine)
    token = reader(engine)
    engine.dispose()

    print(f"\n{'':<40} {'per s':>7} {'p50 ms':>7} {'p99 ms':>7} {'server ms':>10}")
    with serving(url) as served:
        for name, address in (
            ("scores, one page (gzip)", SCORES),
            ("scores.csv (gzip)", f"{SCORES}.csv"),
            ("components", f"/api/v1/rounds/{ROUND}/components"),
            ("index", f"/api/v1/rounds/{ROUND}/index"),
        ):
            request = asked(address, token=token, port=served.port)
            runs = [
                measure(
                    [request] * REQUESTS,
                    served=served,
                    database=lambda: [server, *children_of(server)],
                )
                for _ in range(RUNS)
            ]
            rate = sorted(run.requests / run.elapsed_s for run in runs)[RUNS // 2]
            spent = 1000 * middle(runs, "server_share") * 2 / rate
            print(
                f"{name:<40} {rate:>7.0f} {middle(runs, 'p50_ms'):>7.1f}"
                f" {middle(runs, 'p99_ms'):>7.1f} {spent:>10.2f}"
            )
