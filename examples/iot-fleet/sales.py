"""A sale of a vending machine, as the rule hands it on: one item of the table, however often it comes."""

import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    table.put_item(
        Item={
            "machine": event["machine"],
            "sale": str(event["number"]),
            "product": event["product"],
            "cents": event["cents"],
        }
    )
