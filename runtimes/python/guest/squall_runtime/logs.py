"""
Standard output, the logging module and errors in the log.

A log event of several lines has carriage returns between them, as AWS's own runtimes write where they have only standard output.
"""
import io
import logging
import sys
import time

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


class _Handler(logging.Handler):
    def emit(self, record):
        try:
            sys.stdout.write(self.format(record).rstrip("\n").replace("\n", "\r") + "\n")
        except Exception:
            self.handleError(record)


_filter = _RequestFilter()


def set_up():
    sys.stdout = _open(1)
    sys.stderr = _open(2)
    logging.Formatter.converter = time.gmtime
    handler = _Handler()
    pattern = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
    handler.setFormatter(logging.Formatter(pattern, "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(_filter)
    logging.getLogger().addHandler(handler)


def set_request(request_id):
    _filter.request_id = request_id


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # the function has put something of its own there, or closed it


def log_error(report):
    head = f"[ERROR] {report['errorType']}"
    if report["errorMessage"]:
        head += f": {report['errorMessage']}"
    lines = [head, "Traceback (most recent call last):"]
    for element in report["stackTrace"]:
        lines += [_indent(line) for line in element.splitlines()]
    sys.stdout.write("\r".join(lines).replace("\n", "\r") + "\n")


def log_init_failure(report):
    logging.warning(_UNHANDLED)
    log_error(report)


def _indent(line):
    text = line.lstrip(" ")
    return _NO_BREAK_SPACE * (len(line) - len(text)) + text


def _open(fd):
    raw = io.FileIO(fd, "w", closefd=False)
    return _Unbuffered(io.BufferedWriter(raw), encoding="utf-8", errors="backslashreplace" if fd == 2 else "strict")
