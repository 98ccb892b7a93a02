import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientOptions } from "../support/squall.ts";
import type { SquallProcess } from "../support/squall-process.ts";
import { type Answer, type ApiClient, connect, logsApi } from "./api-client.ts";
import { createFunction } from "./functions.ts";

const table = "followed";
const longestWaitMs = 60_000;

/** Milliseconds from a put's call to the line of the function that follows the table, as the function tells it. The first ones meet what starts, and are left out. */
export async function measureTableFunctions(
  squall: SquallProcess,
  dynamodb: ApiClient,
  repetitions: number,
): Promise<number[]> {
  const { TableDescription } = (await dynamodb.call("CreateTable", {
    TableName: table,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  })) as { TableDescription: Answer };
  await createFunction(squall.endpoint, "python-late-item");
  const lambda = new LambdaClient(clientOptions(squall.endpoint));
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "python-late-item",
      EventSourceArn: String(TableDescription.LatestStreamArn),
      StartingPosition: "TRIM_HORIZON",
    }),
  );
  lambda.destroy();
  const logs = connect(squall.port, logsApi);
  const told = async () => {
    const asked = { logGroupName: "/aws/lambda/python-late-item", filterPattern: "LATE" };
    // Before the function's first line there is no group of its.
    const found = await logs.call("FilterLogEvents", asked).catch(() => ({}));
    const { events } = found as { events?: { message: string }[] };
    return (events ?? []).filter(({ message }) => message.startsWith("LATE "));
  };
  const endMs = performance.now() + longestWaitMs;
  const untilTold = async (count: number) => {
    while ((await told()).length < count) {
      if (performance.now() > endMs) throw new Error(`${count} records are not all told`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await dynamodb.call("DescribeTable", { TableName: table });
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const at = String(performance.timeOrigin + performance.now());
    await dynamodb.call("PutItem", { TableName: table, Item: { id: { S: `item-${repetition}` }, at: { N: at } } });
    await untilTold(repetition + 1);
  }
  const latencies = (await told()).map(({ message }) => Number(message.slice("LATE ".length)));
  logs.close();
  return latencies.slice(5);
}
