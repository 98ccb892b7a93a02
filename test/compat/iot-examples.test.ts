import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CreateTableCommand, DynamoDBClient, ScanCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import {
  CreateJobCommand,
  CreateThingCommand,
  CreateTopicRuleCommand,
  DescribeJobCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import { GetThingShadowCommand, IoTDataPlaneClient, UpdateThingShadowCommand } from "@aws-sdk/client-iot-data-plane";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { clientEnvironment, runProgram, startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

/** `examples/iot-fleet`, as its page says, on a whole Squall. */
describe("a fleet of devices", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  before(async () => {
    squall = await startSquall();
    iot = squall.client(IoTClient);
  });
  after(async () => {
    iot.destroy();
    await squall.close();
  });

  const path = (name: string) => fileURLToPath(new URL(`../../examples/iot-fleet/${name}`, import.meta.url));
  const run = (program: string, ...args: string[]) =>
    runProgram(process.execPath, [path(program), ...args], { env: clientEnvironment(squall.endpoint) });

  test("vending machines report their sales: each is in the table, once", async () => {
    const dynamodb = squall.client(DynamoDBClient);
    const lambda = squall.client(LambdaClient);
    await dynamodb.send(
      new CreateTableCommand({
        TableName: "sales",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["machine", "sale"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S" as const,
        })),
        KeySchema: [
          { AttributeName: "machine", KeyType: "HASH" },
          { AttributeName: "sale", KeyType: "RANGE" },
        ],
      }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName: "sales" });
    await createFunction(lambda, "sales", zip({ "sales.py": readFileSync(path("sales.py"), "utf8") }), {
      Handler: "sales.handler",
      Environment: { Variables: { TABLE: "sales" } },
    });
    const permission = { FunctionName: "sales", StatementId: "iot", Action: "lambda:InvokeFunction" };
    await lambda.send(new AddPermissionCommand({ ...permission, Principal: "iot.amazonaws.com" }));
    await iot.send(
      new CreateTopicRuleCommand({
        ruleName: "sales",
        topicRulePayload: {
          awsIotSqlVersion: "2016-03-23",
          sql: "SELECT *, topic(2) AS machine FROM 'machines/+/sales'",
          actions: [{ lambda: { functionArn: "arn:aws:lambda:us-east-1:000000000000:function:sales" } }],
        },
      }),
    );
    const { code, stdout, stderr } = await run("fleet.mjs", "--devices", "5", "--sales", "2", "--every", "0");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /5 machines have sold 10/);
    const items = await eventually(async () => {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: "sales", ConsistentRead: true }));
      return Items.length >= 10 ? Items : undefined;
    }, "the sales");
    assert.deepEqual(
      items.map(({ machine, sale }) => `${machine?.S} ${sale?.S}`).sort(),
      [1, 2, 3, 4, 5].flatMap((each) => [`machine-${each} 1`, `machine-${each} 2`]),
    );
    for (const client of [dynamodb, lambda]) client.destroy();
  });

  test("a thermostat does what its shadow desires, and its job", async () => {
    const data = squall.client(IoTDataPlaneClient);
    const thingName = "hall";
    const payload = Buffer.from(JSON.stringify({ state: { desired: { degrees: 21 } } }));
    await data.send(new UpdateThingShadowCommand({ thingName, payload }));
    await iot.send(new CreateThingCommand({ thingName }));
    const targets = ["arn:aws:iot:us-east-1:000000000000:thing/hall"];
    await iot.send(new CreateJobCommand({ jobId: "firmware", targets, document: JSON.stringify({ firmware: "2" }) }));
    const { code, stdout, stderr } = await run("thermostat.mjs", "--thing", thingName, "--jobs", "1");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /heats to 21 degrees/);
    const shadow = await data.send(new GetThingShadowCommand({ thingName }));
    const { state } = JSON.parse(Buffer.from(shadow.payload ?? []).toString());
    assert.deepEqual(state, { desired: { degrees: 21 }, reported: { degrees: 21 } });
    const { job } = await iot.send(new DescribeJobCommand({ jobId: "firmware" }));
    assert.deepEqual([job?.status, job?.jobProcessDetails?.numberOfSucceededThings], ["COMPLETED", 1]);
    data.destroy();
  });
});
