"""A day's orders as a table, made each night: by a schedule whose input says how many days to look back."""
import collections
import csv
import datetime
import decimal
import io
import json
import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    bucket = os.environ["ORDERS_BUCKET"]
    until = datetime.datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
    since = until - datetime.timedelta(days=event.get("days", 1))
    counts, total = collections.Counter(), decimal.Decimal(0)
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="orders/"):
        for each in page.get("Contents", []):
            if not since <= each["LastModified"] < until:
                continue
            order = json.load(s3.get_object(Bucket=bucket, Key=each["Key"])["Body"])
            counts.update(order["items"])
            total += decimal.Decimal(order["total"])
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["item", "count"])
    writer.writerows(sorted(counts.items()))
    writer.writerow(["total", total])
    key = f"reports/{until.date()}.csv"
    s3.put_object(Bucket=bucket, Key=key, Body=table.getvalue())
    return {"report": key}
