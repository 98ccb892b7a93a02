"""A payment that is made once, however often its event comes: Powertools keeps what was answered in a table, by the order."""

import os
import uuid

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent,
)

answers = DynamoDBPersistenceLayer(table_name=os.environ["ANSWERS_TABLE"])
config = IdempotencyConfig(event_key_jmespath="order", expires_after_seconds=3600)


@idempotent(persistence_store=answers, config=config)
def handler(event, context):
    if event.get("fails"):
        raise ValueError("the bank is closed")
    return {"order": event["order"], "payment": str(uuid.uuid4())}
