"""The botocore half of the conformance test: a second implementation of every protocol, over models of its own.

    botocore_exchange.py requests   writes one request a line for every operation: what botocore would send, and its input
    botocore_exchange.py responses  reads one response a line and writes those that botocore does not read as they were meant

JSON has no bytes and no dates: they are {"$bytes": base64} and {"$date": seconds}.
"""

import base64
import datetime
import io
import json
import random
import sys
import urllib.parse

import botocore.awsrequest
import botocore.loaders
import botocore.model
import botocore.parsers
import botocore.serialize

SERVICES = json.loads(sys.argv[2])
"""The SDK's name of a service to botocore's."""

PROTOCOLS = {
    "rest-json": "restJson1",
    "rest-xml": "restXml",
    "query": "awsQuery",
    "ec2": "ec2Query",
    "smithy-rpc-v2-cbor": "rpcv2Cbor",
}
ONE_OF = {"AttributeValue", "AssetPropertyVariant", "AnalyticsFilter", "MetricsFilter"}
"""Structures that take one member, although the model does not call them unions."""

loader = botocore.loaders.Loader()
chance = random.Random(5)


def main():
    if sys.argv[1] == "requests":
        for service, name in SERVICES.items():
            for line in requests_of(service, load(name)):
                print(json.dumps(line))
        return
    models = {}
    for line in sys.stdin:
        response = json.loads(line)
        service = response["service"]
        models[service] = models.get(service) or load(SERVICES[service])
        difference = compare(response, models[service].operation_model(response["operation"]))
        if difference:
            print(json.dumps({"service": service, "operation": response["operation"], "difference": difference}))


def load(name):
    return botocore.model.ServiceModel(loader.load_service_model(name, "service-2"), name)


def requests_of(service, model):
    for protocol in model.metadata.get("protocols") or [model.metadata["protocol"]]:
        version = "awsJson1_1" if model.metadata.get("jsonVersion") == "1.1" else "awsJson1_0"
        serializer = botocore.serialize.create_serializer(protocol, include_validation=False)
        for name in model.operation_names:
            operation = model.operation_model(name)
            sent = sample(operation.input_shape, 0, ' <&>"é\n') if operation.input_shape else {}
            if service == "s3" and "Bucket" in sent:
                sent["Bucket"] = "bucket"
            line = {"service": service, "protocol": PROTOCOLS.get(protocol, version), "operation": name}
            line.update(to_request(serializer.serialize_to_request(sent, operation)), input=to_json(sent))
            if operation.output_shape and not operation.has_event_stream_output:
                line["output"] = to_json(sample_output(operation.output_shape))
            yield line


def to_request(serialized):
    query = serialized["query_string"]
    if isinstance(query, str):
        query = urllib.parse.parse_qsl(query, keep_blank_values=True)
    elif isinstance(query, dict):
        query = [(key, one) for key, value in query.items() for one in (value if isinstance(value, list) else [value])]
    body = serialized["body"]
    if isinstance(body, dict):
        body = urllib.parse.urlencode(body)
    if isinstance(body, str):
        body = body.encode()
    path, _, search = serialized["url_path"].partition("?")
    return {
        "method": serialized["method"],
        "path": path,
        "query": urllib.parse.parse_qsl(search, keep_blank_values=True) + [(key, str(value)) for key, value in query],
        "headers": {key.lower(): to_text(value) for key, value in serialized["headers"].items()},
        "body": base64.b64encode(body or b"").decode(),
    }


def to_text(header):
    return header.decode() if isinstance(header, bytes) else str(header)


def sample_output(shape):
    output = sample(shape, 0, ' <&>"é')
    for name, member in shape.members.items():
        if member.serialization.get("location") == "statusCode":
            output[name] = 200
    return output


def sample(shape, depth, text, in_head=False, needed=False):
    kind = shape.type_name
    if kind == "string":
        return chance.choice(shape.enum) if shape.enum else word() + ("" if in_head else text)
    if kind in ("integer", "long"):
        return chance.randrange(1000)
    if kind in ("float", "double"):
        return chance.randrange(1000) / 4
    if kind == "boolean":
        return chance.random() < 0.5
    if kind == "timestamp":
        return datetime.datetime.fromtimestamp(1600000000 + chance.randrange(10**8), datetime.timezone.utc)
    if kind == "blob":
        return word().encode()
    if kind == "structure":
        return sample_structure(shape, depth, text)
    if depth > 5 and not needed:
        return None
    if kind == "list":
        items = [sample(shape.member, depth + 1, text, in_head) for _ in range(2)]
        return [item for item in items if item is not None] or None
    entries = [(sample(shape.key, depth, "", True), sample(shape.value, depth + 1, text)) for _ in range(2)]
    return {key: value for key, value in entries if value is not None} or None


def sample_structure(shape, depth, text):
    if getattr(shape, "is_document_type", False):
        return {"a": [1, "x"]}
    members = list(shape.members.items())
    if getattr(shape, "is_tagged_union", False) or shape.name in ONE_OF:
        members = [chance.choice(members)]
    values = {}
    for name, member in members:
        required = name in shape.required_members
        if not required and (depth > 7 or (depth > 1 and chance.random() < 0.4)):
            continue
        location = member.serialization.get("location")
        value = sample(member, depth + 1, text, location in ("header", "headers", "uri"), required and depth < 12)
        if value is not None:
            values[name] = value
    if not values and members and depth > 0:
        # A form has no empty structures.
        plain = [pair for pair in members if pair[1].type_name not in ("list", "map", "structure")]
        name, member = (plain or members)[0]
        value = sample(member, depth + 1, text, False, depth < 12)
        values = {} if value is None else {name: value}
    return values


def word():
    return "w%x" % chance.randrange(1 << 24)


def compare(response, operation):
    """None where botocore reads what was meant."""
    body = base64.b64decode(response["body"])
    parser = botocore.parsers.create_parser(protocol_of(response["protocol"]))
    parsed = parser.parse(
        {
            "status_code": response["status"],
            "headers": botocore.awsrequest.HeadersDict(response["headers"]),
            "body": io.BytesIO(body) if operation.has_streaming_output else body,
            "context": {"operation_name": operation.name},
        },
        operation.output_shape,
    )
    parsed.pop("ResponseMetadata", None)
    read = {name: value.read() if hasattr(value, "read") else value for name, value in parsed.items()}
    meant = from_json(response["output"])
    read, meant = without_none(read), without_none(meant)
    for name in sorted(set(read) | set(meant)):
        if read.get(name) != meant.get(name):
            return f"{name}: {str(read.get(name))[:200]} instead of {str(meant.get(name))[:200]}"
    return None


def protocol_of(name):
    return next((theirs for theirs, ours in PROTOCOLS.items() if ours == name), "json")


def without_none(value):
    if isinstance(value, dict):
        return {key: without_none(member) for key, member in value.items() if member is not None}
    if isinstance(value, list):
        return [without_none(item) for item in value]
    return value.astimezone(datetime.timezone.utc) if isinstance(value, datetime.datetime) else value


def to_json(value):
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return {"$date": value.timestamp()}
    if isinstance(value, dict):
        return {key: to_json(member) for key, member in value.items()}
    return [to_json(item) for item in value] if isinstance(value, list) else value


def from_json(value):
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$bytes" in value:
        return base64.b64decode(value["$bytes"])
    if "$date" in value:
        return datetime.datetime.fromtimestamp(value["$date"], datetime.timezone.utc)
    return {key: from_json(member) for key, member in value.items()}


if __name__ == "__main__":
    main()
