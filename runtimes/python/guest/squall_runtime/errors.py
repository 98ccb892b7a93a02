"""What a caller gets when a function fails. Formats and texts are those of AWS's Python runtime interface client."""
import os
import traceback

_OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


class Fault(Exception):
    """An error the runtime finds, not the function."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.trace = trace or []


def to_report(error, request_id):
    if isinstance(error, Fault):
        return _report(error.message, error.kind, request_id, error.trace)
    # Our own frames are not the function's business. Those of the import that a module failed in are told, as AWS does.
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(_OWN_FOLDER)]
    return _report(str(error), type(error).__name__, request_id, traceback.format_list(_plain(frames)))


def _plain(frames):
    return [(frame.filename, frame.lineno, frame.name, frame.line) for frame in frames]


def _report(message, kind, request_id, trace):
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}
