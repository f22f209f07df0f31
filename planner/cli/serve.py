"""`sasurai serve`: the web app, from an empty instance to a clean stop."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, NoReturn

import click

from planner import config

if TYPE_CHECKING:
    from flask import Flask

    from planner.web.jobs import SolverPool
    from planner.web.state import State

PAGE_THREADS = 8
"""Threads that pages can count on, whoever waits for a solver."""
NARRATE_SECONDS = 3.0
MOST_WORKERS = 4
EXIT_DATASET = 4


def _cores() -> int:
    return min(MOST_WORKERS, os.cpu_count() or 1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that solve trips.  [default: cores, at most 4]")
def serve(host: str, port: int, workers: int | None) -> None:
    """Serve the web app until Ctrl-C.

    \b
    sasurai serve --port 8080
    """
    from planner.web.app import create_app
    from planner.web.jobs import SolverPool
    from planner.web.loading import make_solver
    from planner.web.state import KEY

    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    try:
        app = create_app()
    except OSError as error:
        raise click.UsageError(f"cannot write to {config.instance_dir()}: {error.strerror or error}.") from error
    state: State = app.extensions[KEY]
    solvers = workers or _cores()
    server = _listen(app, host, port, solvers)
    pool = SolverPool(make_solver, solvers, app.config["SOLVE_QUEUE"])
    _stop_on_signals(pool)
    threading.Thread(target=_load, args=(app, pool, _address(server)), daemon=True).start()
    try:
        server.run()
    finally:
        pool.close()
        server.close()
        state.store.close()
    if state.readiness.trouble is not None:
        sys.exit(EXIT_DATASET)
    click.echo("Stopped.", err=True)


def _listen(app: Flask, host: str, port: int, solvers: int) -> Any:
    """Take the port before anything else is touched, so that a second server does no harm."""
    from waitress import create_server

    from planner.tracks.model import MOST_BYTES
    from planner.web.wire import speak_problems

    sockets: dict[int, object] = {}
    try:
        server = create_server(
            app,
            map=sockets,
            host=host,
            port=port,
            # one waits for each trip that is solved or stands in the queue; pages must not stand behind them
            threads=solvers + app.config["SOLVE_QUEUE"] + PAGE_THREADS,
            ident=None,
            # lets a solve notice that its browser has gone
            channel_request_lookahead=1,
            # a reverse proxy on this machine may say whom it speaks for; nobody else may
            trusted_proxy="127.0.0.1",
            trusted_proxy_count=1,
            trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"},
            clear_untrusted_proxy_headers=True,
            # the app refuses most bodies long before; this is what is read from the wire at all
            max_request_body_size=MOST_BYTES + 1024 * 1024,
        )
        speak_problems(sockets.values())
        return server
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise click.UsageError(f"port {port} is already in use; choose another with --port.") from error
        raise click.UsageError(f"cannot listen on {host}, port {port}: {error.strerror or error}.") from error


def _address(server: Any) -> str:
    if config.base_url():
        return str(config.base_url())
    host, port = (getattr(server, "effective_listen", None) or [(server.effective_host, server.effective_port)])[0]
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def _stop_on_signals(pool: SolverPool) -> None:
    def stop(*_: object) -> NoReturn:
        # solves first: nobody waits for their answers any more
        pool.close()
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _load(app: Flask, pool: SolverPool, address: str) -> None:
    """Load everything, telling what takes long; then the address, for now there is something to see."""
    from geo.errors import GeoError
    from planner.errors import PlannerError
    from planner.web.loading import steps
    from planner.web.state import KEY

    state: State = app.extensions[KEY]
    over = threading.Event()
    threading.Thread(target=_narrate, args=(state, over), daemon=True).start()
    try:
        state.readiness.run(steps(app, state, pool))
        _show_demo(app.config["DATABASE_URL"], address)
        click.echo(f"Sasurai is ready: {address}")
    except Exception as error:  # whatever it is, this thread must not die in silence: the server would never be ready
        if not isinstance(error, PlannerError | GeoError):
            app.logger.exception("The data could not be loaded.")
        click.echo(f"sasurai: {error}", err=True)
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        over.set()


def _show_demo(database: str, address: str) -> None:
    """Make and tell the example's accounts, where they are asked for; earlier passwords of theirs end."""
    if not config.demo():
        return
    from planner.db.engine import connect
    from planner.db.seed import demo_people

    engine = connect(database)
    for email, role, password in demo_people(engine):
        click.echo(f"Demo account ({role}): {email} {password}")
    engine.dispose()
    click.echo(f"Sign in at {address.rstrip('/')}/office/sign-in")


def _narrate(state: State, over: threading.Event) -> None:
    while not over.wait(NARRATE_SECONDS):
        step = next((name for name, now in state.readiness.steps.items() if now == "running"), None)
        if step:
            share = f" {state.readiness.progress:.0%}" if state.readiness.progress else ""
            click.echo(f"Loading {step} ...{share}", err=True)
