"""A shop. Orders come into one table; this function follows its stream and keeps what each customer has spent in another.

A stream tells a change at least once, so what has been counted is written down with the sum, in one transaction: told
again, it changes nothing.
"""

import os
from decimal import Decimal

import boto3
from boto3.dynamodb.types import TypeDeserializer

dynamodb = boto3.client("dynamodb")
totals = os.environ["TOTALS_TABLE"]
read = TypeDeserializer().deserialize


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            follow(record)
        except Exception as error:
            print("set aside:", error)
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            # What comes behind has to wait for it.
            break
    return {"batchItemFailures": failures}


def follow(record):
    change = record["dynamodb"]
    old, new = amount(change.get("OldImage")), amount(change.get("NewImage"))
    if old == new:
        return
    customer = change["Keys"]["customer"]
    try:
        dynamodb.transact_write_items(
            TransactItems=[
                {
                    "Put": {
                        "TableName": totals,
                        "Item": {"customer": customer, "what": {"S": "seen#" + record["eventID"]}},
                        "ConditionExpression": "attribute_not_exists(customer)",
                    }
                },
                {
                    "Update": {
                        "TableName": totals,
                        "Key": {"customer": customer, "what": {"S": "total"}},
                        "UpdateExpression": "ADD spent :spent, orders :orders",
                        "ExpressionAttributeValues": {
                            ":spent": {"N": str(new - old)},
                            ":orders": {"N": str(orders(record))},
                        },
                    }
                },
            ]
        )
    except dynamodb.exceptions.TransactionCanceledException as error:
        codes = [reason["Code"] for reason in error.response["CancellationReasons"]]
        if codes[0] != "ConditionalCheckFailed":
            raise


def amount(image):
    if image is None:
        return Decimal(0)
    item = {name: read(value) for name, value in image.items()}
    return sum((line["price"] * line["count"] for line in item["lines"]), Decimal(0))


def orders(record):
    return {"INSERT": 1, "REMOVE": -1}.get(record["eventName"], 0)
