import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../../platform/aws-error.ts";
import { isObject, type Value, valueOfJson } from "../../rule-sql/value.ts";
import type { ActionCall } from "./action-call.ts";
import { toAttributeValue, toItem } from "./attribute-value.ts";

/** Each member of the output is an attribute. Source: "DynamoDBv2". */
export async function putItem({ host, as, settings, output }: ActionCall): Promise<void> {
  const { tableName } = settings.putItem as { tableName: string };
  const value = toValue(output);
  if (!isObject(value))
    throw new AwsError("ValidationException", "The payload of a DynamoDBv2 action must be a JSON object.", {
      status: 400,
    });
  await host.call("dynamodb", "PutItem", { TableName: tableName, Item: toItem(value) }, as);
}

/** The output is one attribute beside the keys. Source: "DynamoDB". */
export async function writeTable({ host, as, text, output }: ActionCall): Promise<void> {
  const TableName = text("tableName");
  const payloadField = text("payloadField") || "payload";
  const operation = text("operation") || "INSERT";
  const Key: Record<string, AttributeValue> = {
    [text("hashKeyField")]: toKey(text("hashKeyValue"), text("hashKeyType")),
  };
  if (text("rangeKeyField")) Key[text("rangeKeyField")] = toKey(text("rangeKeyValue"), text("rangeKeyType"));
  const payload = toAttributeValue(toValue(output));
  if (operation === "DELETE") await host.call("dynamodb", "DeleteItem", { TableName, Key }, as);
  else if (operation === "UPDATE")
    await host.call(
      "dynamodb",
      "UpdateItem",
      {
        TableName,
        Key,
        UpdateExpression: "SET #payload = :payload",
        ExpressionAttributeNames: { "#payload": payloadField },
        ExpressionAttributeValues: { ":payload": payload },
      },
      as,
    );
  else await host.call("dynamodb", "PutItem", { TableName, Item: { ...Key, [payloadField]: payload } }, as);
}

function toKey(value: string, type: string): AttributeValue {
  return type === "NUMBER" ? { N: value } : { S: value };
}

/** What is not JSON is bytes. */
function toValue(output: Buffer): Value {
  try {
    return valueOfJson(output.toString("utf8"));
  } catch {
    return output;
  }
}
