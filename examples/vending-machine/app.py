"""What vending machines sell, and what is paid for it: a REST API with a table.

A payment takes a product out of the stock and is written down in one transaction, so two machines never sell the last can twice. Its key is the machine's own: a machine
that has not heard the answer asks again, and is told of the payment that it has made.
"""

import json
import os

import boto3
from botocore.exceptions import ClientError

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    route = f"{event['httpMethod']} {event['resource']}"
    if route == "GET /products":
        return answer(200, list_products())
    if route == "POST /payments":
        return pay(json.loads(event["body"]))
    if route == "GET /payments/{key}":
        payment = find("payment", event["pathParameters"]["key"])
        return answer(200, payment) if payment else answer(404, {"message": "There is no such payment."})
    return answer(404, {"message": "There is no such thing."})


def list_products():
    items = table.query(KeyConditionExpression="kind = :kind", ExpressionAttributeValues={":kind": "product"})["Items"]
    return [{"id": item["id"], "price": int(item["price"]), "stock": int(item["stock"])} for item in items]


def pay(order):
    """Prices and coins are cents."""
    product = find("product", order["product"])
    if product is None:
        return answer(404, {"message": "There is no such product."})
    price = product["price"]
    if order["coins"] < price:
        return answer(402, {"message": f"{price - order['coins']} more, please."})
    payment = {
        "kind": "payment",
        "id": order["key"],
        "machine": order["machine"],
        "product": order["product"],
        "price": price,
        "change": order["coins"] - price,
    }
    taken = {
        "Key": {"kind": "product", "id": order["product"]},
        "UpdateExpression": "SET stock = stock - :one",
        # A price that has changed meanwhile is asked for again.
        "ConditionExpression": "stock > :none AND price = :price",
        "ExpressionAttributeValues": {":one": 1, ":none": 0, ":price": price},
    }
    made = {"Item": payment, "ConditionExpression": "attribute_not_exists(id)"}
    writes = [{"Update": {"TableName": table.name, **taken}}, {"Put": {"TableName": table.name, **made}}]
    try:
        table.meta.client.transact_write_items(TransactItems=writes)
    except ClientError as error:
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
        former = find("payment", order["key"])
        return answer(200, former) if former else answer(409, {"message": f"{order['product']} is sold out."})
    return answer(201, without_kind(payment))


def find(kind, id):
    item = table.get_item(Key={"kind": kind, "id": id}, ConsistentRead=True).get("Item")
    return item and without_kind(item)


def without_kind(item):
    return {name: int(value) if name in ("price", "change", "stock") else value for name, value in item.items() if name != "kind"}


def answer(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}
