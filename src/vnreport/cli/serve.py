"""`vnreport serve`: the library over HTTP, and a page where one pastes a text."""

from __future__ import annotations

import os
import socket

import click

from vnreport.cli.console import SETTINGS
from vnreport.cli.inputs import size
from vnreport.errors import ConfigError, LexiconError, ModelError

_EVERY = ("0.0.0.0", "::")


@click.command(
    context_settings=SETTINGS,
    epilog="""
\b
Examples:
  vnreport serve
  vnreport serve --port 0 --jobs 2 --timeout 30
  vnreport serve --host 0.0.0.0 --allow-host may-chu.noi-bo
""",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port; 0 takes any.")
@click.option(
    "--allow-host", "names", multiple=True, metavar="NAME",
    help="A further name that requests may call this machine by (may be repeated).",
)  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 64), help="How many processes. Default: one for each core.")
@click.option("--timeout", type=click.FloatRange(1), default=60.0, show_default=True, help="Seconds for one request.")
@click.option("--max-size", default="64M", show_default=True, callback=size, help="The largest body of a request.")
@click.option("--max-memory", default="4G", show_default=True, callback=size, help="The most memory of one process.")
@click.option("--register", multiple=True, metavar="FILE", help="Your own register of documents (may be repeated).")
@click.option("--lexicon", multiple=True, metavar="FILE", help="Your own rows for a table, e.g. units.tsv.")
@click.option("--model", metavar="FILE", help="Labels by a model of your own (see vnreport train).")
@click.option("--no-people", is_flag=True, help="Leave out people, and blot out their names in the text.")
def serve(
    host: str,
    port: int,
    names: tuple[str, ...],
    jobs: int | None,
    timeout: float,
    max_size: int,
    max_memory: int,
    register: tuple[str, ...],
    lexicon: tuple[str, ...],
    model: str | None,
    no_people: bool,
) -> None:
    """Answer requests over HTTP, and show a page where one pastes a text or drops a file.

    Only programs and browsers on this machine reach it, unless --host says otherwise: there is no password. Nothing
    that is sent is kept or logged. /openapi.json describes the requests: POST /analyze, POST /analyze/file, GET and
    POST /code, GET /health.
    """
    from vnreport.analyzer import Analyzer

    try:
        analyzer = Analyzer(register=register, lexicon=lexicon, model=model, people=not no_people)
    except (ConfigError, LexiconError, ModelError) as error:
        raise click.UsageError(str(error)) from error
    try:
        import uvicorn

        from vnreport.serve.app import LOCAL_HOSTS, create_app
    except ImportError as error:
        raise click.ClickException(
            f"serving needs FastAPI and uvicorn ({error}); install them with: pip install 'vnreport[http]'"
        ) from error
    shown = f"[{host}]" if ":" in host else host
    own = () if host in _EVERY else (shown,)
    app = create_app(
        analyzer=analyzer, hosts=(*LOCAL_HOSTS, *own, *names), jobs=jobs or os.cpu_count() or 1, timeout=timeout,
        max_bytes=max_size, max_memory=max_memory,
    )  # fmt: skip
    with _listening(host, port) as listener:
        bound = listener.getsockname()[1]
        here = "127.0.0.1" if host in _EVERY else shown
        click.echo(f"vnreport: http://{here}:{bound}/ (Ctrl-C ends it)", err=True)
        if host in _EVERY and not names:
            click.echo("vnreport: from other machines only by a name that --allow-host gives", err=True)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=5, limit_concurrency=128
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens; what prevents it is told with the address."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        raise click.ClickException(f"cannot listen at {host}, port {port}: {error.strerror or error}") from error
    return listener
