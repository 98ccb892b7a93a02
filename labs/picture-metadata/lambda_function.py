import json
import urllib.parse

import boto3

print("Loading function")

s3 = boto3.client("s3")


def lambda_handler(event, context):
    bucket = event["Records"][0]["s3"]["bucket"]["name"]
    key = urllib.parse.unquote_plus(event["Records"][0]["s3"]["object"]["key"])
    try:
        response = s3.head_object(Bucket=bucket, Key=key)
        metadata = {
            "Bucket": bucket,
            "Key": key,
            "ContentType": response["ContentType"],
            "ContentLength": response["ContentLength"],
            "LastModified": response["LastModified"].strftime("%Y-%m-%d %H:%M:%S"),
        }
        print("Image metadata:")
        print(json.dumps(metadata, indent=4))
        return {"statusCode": 200, "body": json.dumps(metadata)}
    except Exception as error:
        print(error)
        return {"statusCode": 500, "body": json.dumps(f"Error processing {key} of {bucket}: {error}")}
