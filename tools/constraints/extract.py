#!/usr/bin/env python3
"""Writes tables/*.json, the constraints that the JavaScript SDK's schemas lack, from the botocore of this Python.

Run by hand when botocore has news, and commit the result: neither building nor running Squall needs Python. The SDK's enums,
which are newer, are added when the wire data is generated. A table is

    source   what it was made from
    protocols  the service's protocols as the model lists them, the preferred one first
    members  structure -> member -> shape, for members whose shape constrains something
    unions   structures that must have exactly one member; the SDK calls some others unions too (DynamoDB's AttributeValue)
    shapes   shape -> min, max, pattern, enum, integer (32 or 64 bits), double; item, key, value name the shapes of a list or map

Only structures that an operation's input reaches are listed, and of the others the members that hold doubles: those are written
otherwise than integers. EC2, S3 and SQS do not answer in the wording of these constraints
(EC2's enums alone would be a megabyte), so their tables hold the integers only.
"""

import json
import os

import botocore
import botocore.loaders

SERVICES = {
    "api-gateway": "apigateway",
    "apigatewaymanagementapi": "apigatewaymanagementapi",
    "apigatewayv2": "apigatewayv2",
    "cloudformation": "cloudformation",
    "cloudwatch": "cloudwatch",
    "cloudwatch-logs": "logs",
    "cost-explorer": "ce",
    "dlm": "dlm",
    "dynamodb": "dynamodb",
    "dynamodb-streams": "dynamodbstreams",
    "ebs": "ebs",
    "ec2": "ec2",
    "eventbridge": "events",
    "iam": "iam",
    "iot": "iot",
    "iot-data-plane": "iot-data",
    "iot-jobs-data-plane": "iot-jobs-data",
    "kinesis": "kinesis",
    "kms": "kms",
    "lambda": "lambda",
    "pipes": "pipes",
    "rbin": "rbin",
    "s3": "s3",
    "s3-control": "s3control",
    "scheduler": "scheduler",
    "secrets-manager": "secretsmanager",
    "sfn": "stepfunctions",
    "sns": "sns",
    "sqs": "sqs",
    "ssm": "ssm",
    "sts": "sts",
    "xray": "xray",
}
INTEGERS_ONLY = {"ec2", "s3", "s3-control", "sqs"}
INTEGER_BITS = {"integer": 32, "long": 64}
DOUBLES = {"double", "float"}
TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tables")


def main():
    loader = botocore.loaders.Loader()
    for name, model_name in SERVICES.items():
        model = loader.load_service_model(model_name, "service-2")
        table = extract(model, integers_only=name in INTEGERS_ONLY)
        table["source"] = f"botocore {botocore.__version__}, {model_name} {model['metadata']['apiVersion']}"
        path = os.path.join(TABLES, f"{name}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(table, file, separators=(",", ":"), sort_keys=True)
            file.write("\n")
        print(f"{name}: {len(table['shapes'])} shapes, {os.path.getsize(path)} bytes")


def extract(model, integers_only):
    shapes = model["shapes"]
    wanted = {}
    members = {}
    for structure in sorted(reached_by_inputs(model)):
        found = {}
        for member, reference in shapes[structure].get("members", {}).items():
            if keep(shapes, reference["shape"], integers_only, wanted, ()):
                found[member] = reference["shape"]
        if found:
            members[structure] = found
    for structure in sorted(set(name for name, shape in shapes.items() if shape["type"] == "structure") - set(members)):
        found = {}
        for member, reference in shapes[structure].get("members", {}).items():
            if holds_double(shapes, reference["shape"]):
                keep(shapes, reference["shape"], None, wanted, ())
                found[member] = reference["shape"]
        if found:
            members[structure] = found
    metadata = model["metadata"]
    protocols = metadata.get("protocols") or [metadata["protocol"]]
    facts = {name: constraints for name, constraints in wanted.items() if constraints}
    unions = sorted(name for name, shape in shapes.items() if shape.get("union"))
    return {"protocols": protocols, "unions": unions, "members": members, "shapes": facts}


def reached_by_inputs(model):
    shapes, reached, structures = model["shapes"], set(), set()
    todo = [operation["input"]["shape"] for operation in model["operations"].values() if "input" in operation]
    while todo:
        name = todo.pop()
        if name in reached:
            continue
        reached.add(name)
        shape = shapes[name]
        if shape["type"] == "structure":
            structures.add(name)
        references = list(shape.get("members", {}).values())
        references += [shape[part] for part in ("member", "key", "value") if part in shape]
        todo += [reference["shape"] for reference in references]
    return structures


def holds_double(shapes, name, depth=0):
    shape = shapes[name]
    if shape["type"] in DOUBLES:
        return True
    return depth < 4 and any(
        holds_double(shapes, shape[part]["shape"], depth + 1) for part in ("member", "value") if part in shape
    )


def keep(shapes, name, integers_only, wanted, trail):
    """Whether the shape, or what a list or map of it holds, constrains something; puts what does into `wanted`.

    `integers_only` of None: of doubles nothing but that they are."""
    if name in wanted:
        return bool(wanted[name])
    if name in trail:
        return False
    shape = shapes[name]
    only_kind = integers_only is None or integers_only
    facts = {} if only_kind else {key: shape[key] for key in ("min", "max", "pattern", "enum") if key in shape}
    if shape["type"] in DOUBLES:
        facts["double"] = True
    if integers_only is not None and shape["type"] in INTEGER_BITS:
        facts["integer"] = INTEGER_BITS[shape["type"]]
    for part, label in (("member", "item"), ("key", "key"), ("value", "value")):
        if part in shape and keep(shapes, shape[part]["shape"], integers_only, wanted, (*trail, name)):
            facts[label] = shape[part]["shape"]
    wanted[name] = facts
    return bool(facts)


if __name__ == "__main__":
    main()
