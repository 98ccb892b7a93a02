"""Orders from a queue, priced and kept in a bucket. One that cannot be handled fails by itself: the others of its batch are done."""
import decimal
import json
import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            order = price(json.loads(record["body"]))
            s3.put_object(Bucket=os.environ["ORDERS_BUCKET"], Key=f"orders/{order['id']}.json", Body=json.dumps(order))
        except Exception as error:
            print(f"order {record['messageId']} at try {record['attributes']['ApproximateReceiveCount']}: {error!r}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def price(order):
    prices = json.loads(os.environ["PRICES"])
    total = sum(decimal.Decimal(prices[item]) * count for item, count in order["items"].items())
    return {**order, "total": str(total)}
