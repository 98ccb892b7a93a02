"""Queues with boto3, unmodified: endpoint, credentials and region come from the environment."""
import json
import threading
import time

import boto3
from botocore.exceptions import ClientError

sqs, resource = boto3.client("sqs"), boto3.resource("sqs")


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{code} expected")


# A long poll ends with the message, whose digests boto3 has compared.
url = sqs.create_queue(QueueName="py", tags={"team": "blue"})["QueueUrl"]
attributes = {
    "word": {"DataType": "String", "StringValue": "née"},
    "count": {"DataType": "Number.int", "StringValue": "12"},
    "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
}
sender = threading.Timer(0.3, lambda: sqs.send_message(QueueUrl=url, MessageBody="hello", MessageAttributes=attributes))
sender.start()
started = time.monotonic()
message, = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20, MessageAttributeNames=["All"], AttributeNames=["All"])["Messages"]
assert time.monotonic() - started < 5
assert message["Body"] == "hello" and message["MessageAttributes"] == attributes, message
assert message["Attributes"]["ApproximateReceiveCount"] == "1", message
sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
again, = sqs.receive_message(QueueUrl=url)["Messages"]
sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])

# Errors have the codes that older programs know, and the exceptions of newer ones.
try:
    sqs.get_queue_url(QueueName="absent")
    raise AssertionError("the queue is not there")
except sqs.exceptions.QueueDoesNotExist as error:
    assert error.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue", error
refused("InvalidParameterValue", sqs.receive_message, QueueUrl=url, MaxNumberOfMessages=11)
refused("AWS.SimpleQueueService.EmptyBatchRequest", sqs.send_message_batch, QueueUrl=url, Entries=[])

# Batches: each by itself.
batch = sqs.send_message_batch(
    QueueUrl=url,
    Entries=[{"Id": "good", "MessageBody": "g"}, {"Id": "bad", "MessageBody": "\x00"}],
)
assert [entry["Id"] for entry in batch["Successful"]] == ["good"], batch
assert [(entry["Id"], entry["SenderFault"]) for entry in batch["Failed"]] == [("bad", True)], batch

# The dead-letter queue, and back again, by the resources.
dead = resource.create_queue(QueueName="py-dead")
policy = {"deadLetterTargetArn": dead.attributes["QueueArn"], "maxReceiveCount": 1}
queue = resource.create_queue(QueueName="py-work", Attributes={"RedrivePolicy": json.dumps(policy), "VisibilityTimeout": "0"})
queue.send_message(MessageBody="poison")
for _ in range(2):
    queue.receive_messages()
poison, = dead.receive_messages(WaitTimeSeconds=10, VisibilityTimeout=0)
assert poison.body == "poison"
assert [source.url for source in dead.dead_letter_source_queues.all()] == [queue.url]
task = sqs.start_message_move_task(SourceArn=dead.attributes["QueueArn"])["TaskHandle"]
back, = queue.receive_messages(WaitTimeSeconds=10)
assert back.body == "poison" and task

# FIFO: order, and one of what is sent twice.
fifo = resource.create_queue(QueueName="py.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"})
for body in ["a", "b", "a", "c"]:
    fifo.send_message(MessageBody=body, MessageGroupId="g")
assert [each.body for each in fifo.receive_messages(MaxNumberOfMessages=10)] == ["a", "b", "c"]

# Pages.
urls = [found for page in sqs.get_paginator("list_queues").paginate(QueueNamePrefix="py", PaginationConfig={"PageSize": 2}) for found in page["QueueUrls"]]
assert sorted(urls) == sorted([url, dead.url, queue.url, fifo.url]), urls
assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "blue"}
sqs.delete_queue(QueueUrl=url)
refused("AWS.SimpleQueueService.QueueDeletedRecently", sqs.create_queue, QueueName="py")
print("queues done")
