"""What a subscription filter of CloudWatch Logs lets through, counted by its cause: as a metric, and as lines in a bucket."""
import base64
import collections
import gzip
import json
import os
import re

import boto3

s3, cloudwatch = boto3.client("s3"), boto3.client("cloudwatch")


def handler(event, context):
    data = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
    if data["messageType"] == "CONTROL_MESSAGE":
        return
    causes = collections.Counter(cause(each["message"]) for each in data["logEvents"])
    cloudwatch.put_metric_data(
        Namespace="LogAnalysis",
        MetricData=[
            {"MetricName": "Errors", "Dimensions": [{"Name": "Cause", "Value": name}], "Value": count, "Unit": "Count"}
            for name, count in causes.items()
        ],
    )
    lines = "".join(json.dumps({"group": data["logGroup"], "cause": name, "count": count}) + "\n" for name, count in sorted(causes.items()))
    key = f"{data['logGroup'].strip('/')}/{data['logEvents'][0]['id']}.jsonl"
    s3.put_object(Bucket=os.environ["ANALYSIS_BUCKET"], Key=key, Body=lines)


def cause(message):
    """`ERROR PaymentFailed: card 17 was declined` is a PaymentFailed."""
    found = re.search(r"ERROR\s+(\w+)", message)
    return found.group(1) if found else "Unknown"
