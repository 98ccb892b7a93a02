/** A payment that is made once, however often its event comes: Powertools keeps what was answered in a table, by the order. */
import { randomUUID } from "node:crypto";
import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";

const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env.ANSWERS_TABLE });
const config = new IdempotencyConfig({ eventKeyJmesPath: "order", expiresAfterSeconds: 3600 });

async function pay({ order, fails }) {
  if (fails) throw new Error("the bank is closed");
  return { order, payment: randomUUID() };
}

export const handler = makeIdempotent(pay, { persistenceStore, config });
