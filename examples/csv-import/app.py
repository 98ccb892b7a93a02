"""Imports each CSV file that is uploaded: its rows become JSON lines below imported/, what is wrong with others goes to rejected/."""
import csv
import io
import json
import logging
import urllib.parse
from decimal import Decimal, InvalidOperation

import boto3

s3 = boto3.client("s3")
log = logging.getLogger()
log.setLevel(logging.INFO)


def handler(event, context):
    return [import_file(record["s3"]["bucket"]["name"], record["s3"]["object"]["key"]) for record in event["Records"]]


def import_file(bucket, encoded_key):
    key = urllib.parse.unquote_plus(encoded_key)
    lines = io.TextIOWrapper(s3.get_object(Bucket=bucket, Key=key)["Body"], encoding="utf-8-sig", newline="")
    imported, rejected = [], []
    for number, row in enumerate(csv.DictReader(lines), start=2):
        try:
            imported.append(to_order(row))
        except (KeyError, ValueError, InvalidOperation, TypeError) as error:
            rejected.append({"line": number, "row": row, "reason": str(error) or type(error).__name__})
    name = key.rsplit("/", 1)[-1].removesuffix(".csv")
    put_lines(bucket, f"imported/{name}.jsonl", imported)
    if rejected:
        put_lines(bucket, f"rejected/{name}.jsonl", rejected)
    log.info("%s: %d imported, %d rejected", key, len(imported), len(rejected))
    return {"imported": len(imported), "rejected": len(rejected)}


def to_order(row):
    count, price = int(row["count"]), Decimal(row["price"])
    if count <= 0:
        raise ValueError("count must be positive")
    return {"item": row["item"].strip(), "count": count, "price": str(price), "total": str(price * count)}


def put_lines(bucket, key, rows):
    body = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    s3.put_object(Bucket=bucket, Key=key, Body=body.encode(), ContentType="application/x-ndjson")
