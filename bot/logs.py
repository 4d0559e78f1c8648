"""Logs: structlog for our own lines and for the libraries' lines, on the console or as JSON."""

import logging
import sys

import structlog


def configure(level: str, format_: str) -> None:
    """Write to standard error; `level` such as INFO, `format_` console or json.

    No library says more than at INFO, whatever the level.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    render: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if format_ == "json"
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                # no local variables: there are tokens and people's words among them
                exception_formatter=structlog.dev.plain_traceback,
            )
        ]
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
        )
    )
    # at DEBUG the libraries print what Slack sends and what the database is asked: names, texts,
    # tokens, and addresses that are secret
    for_libraries = max(logging.INFO, logging.getLevelNamesMapping()[level])
    logging.basicConfig(level=for_libraries, handlers=[handler], force=True)
    for ours in ("bot", "handlers", "storage"):
        logging.getLogger(ours).setLevel(level)
    # what every tick, every request and every start would say
    for chatty in ("alembic", "apscheduler", "uvicorn.access", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
