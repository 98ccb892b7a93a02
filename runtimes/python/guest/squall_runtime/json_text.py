"""Events and responses as JSON, with what AWS's runtime adds to the standard encoder: Decimal as a number, bytes as text."""
import decimal
import json
import math
import os
import uuid

from .errors import Fault


def unmarshal(event):
    try:
        return json.loads(bytes(event))
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None


def marshal(response):
    if response is None:
        return b"null"
    if isinstance(response, bytes):
        return response
    try:
        return encode(response)
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None


def encode(value):
    encoder = _Encoder(ensure_ascii=_escapes_unicode())
    text = encoder.encode(value)
    for marked, number in encoder.decimals:
        text = text.replace(f'"{marked}"', number, 1)
    return text.encode("utf-8", "surrogatepass")


class _Encoder(json.JSONEncoder):
    """The standard encoder has no way to write a number as it is: it writes a mark, which is replaced afterwards."""

    def __init__(self, **options):
        super().__init__(**options)
        self.decimals = []

    def default(self, o):
        if isinstance(o, decimal.Decimal):
            if o.is_nan():
                return math.nan
            mark = uuid.uuid4().hex
            self.decimals.append((mark, str(o)))
            return mark
        if isinstance(o, bytes):
            return o.decode("utf-8")
        return super().default(o)


def _escapes_unicode():
    """Source: "Python 3.12 runtime now available in AWS Lambda": from 3.12 on, Unicode is returned as it is."""
    version = os.environ.get("AWS_EXECUTION_ENV", "").rpartition(".")[2]
    return not (version.isdigit() and int(version) >= 12)
