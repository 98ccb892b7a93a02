"""A database file's backup, made each night: checked, packed, and of the older ones the last seven are kept."""
import contextlib
import gzip
import os
import sqlite3
import tempfile

import boto3

s3 = boto3.client("s3")
kept = 7


def handler(event, context):
    bucket, key = os.environ["DATABASE_BUCKET"], os.environ["DATABASE_KEY"]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "database")
        s3.download_file(bucket, key, path)
        with contextlib.closing(sqlite3.connect(path)) as database:
            answer, = database.execute("PRAGMA integrity_check").fetchone()
            if answer != "ok":
                raise ValueError(f"{key} is damaged: {answer}")
            dump = gzip.compress("\n".join(database.iterdump()).encode())
    name = f"backups/{event['time'].replace(':', '-')}.sql.gz"
    s3.put_object(Bucket=bucket, Key=name, Body=dump)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="backups/")
    backups = sorted(each["Key"] for page in pages for each in page.get("Contents", []))
    for old in backups[:-kept]:
        s3.delete_object(Bucket=bucket, Key=old)
    return {"backup": name, "deleted": backups[:-kept]}
