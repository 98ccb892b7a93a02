"""
Standard output, the logging module and errors in the log.

A log event of several lines has `_LINE_BREAK` between them. With the
log format JSON (AWS_LAMBDA_LOG_FORMAT) what comes from logging, and errors, are objects; what is printed stays as it is.
"""
import datetime
import io
import json
import logging
import os
import sys
import time
import traceback

# A line's end within one log event, as Squall's runtimes write it.
_LINE_BREAK = "\0\r"
_NO_BREAK_SPACE = "\u00a0"
_UNHANDLED = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare cases, a Lambda runtime "
    "update can cause unexpected function behavior. For functions using managed runtimes, runtime updates can be triggered by a function "
    "change, or can be applied automatically. To determine if the runtime has been updated, check the runtime version in the INIT_START log "
    "entry. If this error correlates with a change in the runtime version, you may be able to mitigate this error by temporarily rolling back "
    "to the previous runtime version. For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html\r"
)


class _Unbuffered(io.TextIOWrapper):
    """Each write goes out at once: a function may be killed at any time, and what it wrote tells why."""

    def write(self, text):
        count = super().write(text)
        self.flush()
        return count


class _RequestFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = self.request_id
        return True


# What every record has; the rest came by `extra`.
_ORDINARY = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {"aws_request_id", "taskName", "message", "asctime"}


class _JsonFormatter(logging.Formatter):
    def format(self, record):
        time_of_it = datetime.datetime.fromtimestamp(record.created, tz=datetime.timezone.utc)
        kind, error, trace = record.exc_info or (None, None, None)
        values = {
            "timestamp": time_of_it.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": traceback.format_tb(trace) if kind else None,
            "errorType": kind.__name__ if kind else None,
            "errorMessage": str(error) if kind else None,
            "requestId": record.aws_request_id,
            "location": f"{record.pathname}:{record.funcName}:{record.lineno}" if kind else None,
        }
        extra = {name: value for name, value in record.__dict__.items() if name not in _ORDINARY and name not in values}
        present = {name: value for name, value in {**values, **extra}.items() if value is not None}
        return json.dumps(present, ensure_ascii=False, default=str)


class _Handler(logging.Handler):
    def emit(self, record):
        try:
            sys.stdout.write(self.format(record).rstrip("\n").replace("\n", _LINE_BREAK) + "\n")
        except Exception:
            self.handleError(record)


_PATTERN = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"

_filter = _RequestFilter()
_handler = None


def prepare():
    """All that is done before the function's variables are known."""
    global _handler
    sys.stdout = _open(1)
    sys.stderr = _open(2)
    logging.Formatter.converter = time.gmtime
    _handler = _Handler()
    _handler.setFormatter(logging.Formatter(_PATTERN, "%Y-%m-%dT%H:%M:%S"))
    _handler.addFilter(_filter)
    logging.getLogger().addHandler(_handler)


def set_up():
    if _handler is None:
        prepare()
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    if level:
        logging.getLogger().setLevel("DEBUG" if level == "TRACE" else level)
    if _is_json():
        _handler.setFormatter(_JsonFormatter())


def set_request(request_id):
    _filter.request_id = request_id


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # the function has put something of its own there, or closed it


def log_error(report):
    if _is_json():
        timestamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
        sys.stdout.write(json.dumps({"timestamp": timestamp, "level": "ERROR", **report}, ensure_ascii=False) + "\n")
        return
    head = f"[ERROR] {report['errorType']}"
    if report["errorMessage"]:
        head += f": {report['errorMessage']}"
    lines = [head, "Traceback (most recent call last):"]
    for element in report["stackTrace"]:
        lines += [_indent(line) for line in element.splitlines()]
    sys.stdout.write("\n".join(lines).replace("\n", _LINE_BREAK) + "\n")


def log_init_failure(report):
    logging.warning(_UNHANDLED)
    log_error(report)


def _is_json():
    return os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"


def _indent(line):
    text = line.lstrip(" ")
    return _NO_BREAK_SPACE * (len(line) - len(text)) + text


def _open(fd):
    raw = io.FileIO(fd, "w", closefd=False)
    return _Unbuffered(io.BufferedWriter(raw), encoding="utf-8", errors="backslashreplace" if fd == 2 else "strict")
