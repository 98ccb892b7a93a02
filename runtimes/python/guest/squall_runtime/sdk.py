"""Imports boto3 in the zygote, so that no function waits for it."""

PACKAGES = frozenset(("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"))


def warm():
    try:
        import boto3.session
    except ImportError:
        return  # Squall was told so when it looked for interpreters
    session = boto3.session.Session("zygote", "zygote", region_name="us-east-1")
    session.client("s3", endpoint_url="http://localhost")
