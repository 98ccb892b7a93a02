"""The first lab with boto3, unmodified: endpoint, credentials and region come from the environment."""
import base64
import io
import json
import sys
import time
import zipfile

import boto3
from botocore.exceptions import ClientError

lab = sys.argv[1]
s3, lam, logs = boto3.client("s3"), boto3.client("lambda"), boto3.client("logs")
name, bucket = "py-lab", "py-pictures"
arn = f"arn:aws:lambda:us-east-1:000000000000:function:{name}"


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{code} expected")


s3.create_bucket(Bucket=bucket)
assert s3.get_bucket_versioning(Bucket=bucket).get("Status") is None
package = io.BytesIO()
with zipfile.ZipFile(package, "w") as archive:
    archive.write(f"{lab}/lambda_function.py", "lambda_function.py")
function = dict(FunctionName=name, Runtime="python3.11", Handler="lambda_function.lambda_handler", Code={"ZipFile": package.getvalue()})
message = refused("InvalidParameterValueException", lam.create_function, Role="arn:aws:iam::000000000000:role/nobody", **function)
assert message == "The role defined for the function cannot be assumed by Lambda.", message
lam.create_function(Role="arn:aws:iam::000000000000:role/LabRole", **function)
lam.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})

picture = open(f"{lab}/logo.png", "rb").read()
s3.put_object(Bucket=bucket, Key="logo.png", Body=picture, ContentType="image/png")
s3.upload_fileobj(io.BytesIO(b"\xff\xd8\xff" + bytes(9_000_000)), bucket, "large.jpg", ExtraArgs={"ContentType": "image/jpeg"})
event = open(f"{lab}/s3-put-event.json").read().replace('"pictures"', f'"{bucket}"')
for key, kind, size in (("logo.png", "image/png", len(picture)), ("large.jpg", "image/jpeg", 9_000_003)):
    answer = lam.invoke(FunctionName=name, Payload=event.replace("logo.png", key), LogType="Tail")
    body = json.load(answer["Payload"])
    assert body["statusCode"] == 200, body
    metadata = json.loads(body["body"])
    assert (metadata["ContentType"], metadata["ContentLength"]) == (kind, size), metadata
    assert b"REPORT RequestId" in base64.b64decode(answer["LogResult"])
answer = lam.invoke(FunctionName=name, Payload=event.replace("logo.png", "nothing"))
assert json.load(answer["Payload"])["statusCode"] == 500

configuration = {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
refused("InvalidArgument", s3.put_bucket_notification_configuration, Bucket=bucket, NotificationConfiguration=configuration)
lam.add_permission(FunctionName=name, StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com", SourceArn=f"arn:aws:s3:::{bucket}", SourceAccount="000000000000")
s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=configuration)
s3.put_object(Bucket=bucket, Key="trigger/upload.png", Body=picture, ContentType="image/png")
deadline = time.monotonic() + 20
while True:
    try:
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}", filterPattern='"trigger/upload.png"')["events"]
    except logs.exceptions.ResourceNotFoundException:
        events = []
    if events:
        break
    assert time.monotonic() < deadline, "the trigger's invocation left no log"
    time.sleep(0.05)
print("lab done")
