"""Several people write one text at the same time, over a WebSocket API.

Each character has a place of its own, a text that sorts between its neighbours'. So what people do never conflicts: a character is
put or it is removed, in whatever order that arrives. The table has all that are there, and who is connected.
"""

import json
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    about = event["requestContext"]
    me = about["connectionId"]
    if about["routeKey"] == "$connect":
        table.put_item(Item={"kind": "client", "id": me})
    elif about["routeKey"] == "$disconnect":
        table.delete_item(Key={"kind": "client", "id": me})
    elif about["routeKey"] == "join":
        characters = [[item["id"], item["text"]] for item in everything("character")]
        return {"statusCode": 200, "body": json.dumps({"put": characters, "remove": []})}
    elif about["routeKey"] == "edit":
        edit(about, me, json.loads(event["body"]))
    return {"statusCode": 200}


def edit(about, me, change):
    with table.batch_writer() as batch:
        for place, text in change["put"]:
            batch.put_item(Item={"kind": "character", "id": place, "text": text})
        for place in change["remove"]:
            batch.delete_item(Key={"kind": "character", "id": place})
    told = json.dumps({"put": change["put"], "remove": change["remove"]}).encode()
    clients = manager(about)
    for client in everything("client"):
        if client["id"] == me:
            continue
        try:
            clients.post_to_connection(ConnectionId=client["id"], Data=told)
        except clients.exceptions.GoneException:
            table.delete_item(Key={"kind": "client", "id": client["id"]})


def everything(kind):
    query = {"KeyConditionExpression": Key("kind").eq(kind), "ConsistentRead": True}
    while True:
        page = table.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def manager(about):
    """The API's own address; where an endpoint is set, as Squall does, the SDK asks that one."""
    if "AWS_ENDPOINT_URL" in os.environ:
        return boto3.client("apigatewaymanagementapi")
    return boto3.client("apigatewaymanagementapi", endpoint_url=f"https://{about['domainName']}/{about['stage']}")
