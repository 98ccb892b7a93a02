import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  RestoreTableToPointInTimeCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const TableName = "scores";
const ann = { who: { S: "ann" } };
const bob = { who: { S: "bob" } };
/** A command of the client's, of whichever operation. */
type Command = { readonly input: object };

describe("conditions on items, with --auth enforce", () => {
  let squall: TestSquall;
  let iam: IAMClient;
  let user: DynamoDBClient;

  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    iam = squall.client(IAMClient, { credentials });
    await iam.send(new CreateUserCommand({ UserName: "ann" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
    const key = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    user = squall.client(DynamoDBClient, { credentials: key });
    const root = squall.client(DynamoDBClient, { credentials });
    await root.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "who", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "who", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await waitUntilTableExists({ client: root, maxWaitTime: 60 }, { TableName });
    await root.send(
      new CreateTableCommand({
        TableName: "numbered",
        AttributeDefinitions: [{ AttributeName: "at", AttributeType: "N" }],
        KeySchema: [{ AttributeName: "at", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await waitUntilTableExists({ client: root, maxWaitTime: 60 }, { TableName: "numbered" });
    for (const one of [ann, bob])
      await root.send(new PutItemCommand({ TableName, Item: { ...one, secret: { S: "s" }, score: { N: "1" } } }));
  });
  after(() => squall.close());

  const permit = (...Statement: object[]) =>
    iam.send(
      new PutUserPolicyCommand({
        UserName: "ann",
        PolicyName: "only",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
      }),
    );
  const allowed = (Condition: object, Resource = "*") => ({
    Effect: "Allow",
    Action: "dynamodb:*",
    Resource,
    Condition,
  });
  const send = (command: Command): Promise<object> => user.send(command as never);
  const denied = (command: Command) =>
    assert.rejects(send(command), /is not authorized to perform/, JSON.stringify(command.input));

  it("whoever may have his own items gets at no other's, by whichever operation", async () => {
    await permit(allowed({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["ann"] } }));
    const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;
    const select = `SELECT * FROM "${TableName}" WHERE who = ?`;
    const commands = (key: typeof ann) => [
      new GetItemCommand({ TableName, Key: key }),
      new GetItemCommand({ TableName: arn, Key: key }),
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key] } } }),
      new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: key } }] } }),
      new BatchWriteItemCommand({ RequestItems: { [arn]: [{ DeleteRequest: { Key: key } }] } }),
      new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: key } }] }),
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: key } }] }),
      new ExecuteStatementCommand({ Statement: select, Parameters: [key.who] }),
      new ExecuteStatementCommand({ Statement: select.replace("?", `'${key.who.S}'`) }),
      new ExecuteStatementCommand({
        Statement: `UPDATE "${TableName}" SET score = 2 WHERE who = ?`,
        Parameters: [key.who],
      }),
      new ExecuteTransactionCommand({ TransactStatements: [{ Statement: select, Parameters: [key.who] }] }),
    ];
    for (const command of commands(bob)) await denied(command);
    for (const command of commands(ann)) await send(command);
    await denied(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [ann, bob] } } }));
    await denied(new ExecuteStatementCommand({ Statement: select.replace("= ?", "IN ['ann', 'bob']") }));
    const { Responses } = await user.send(
      new BatchExecuteStatementCommand({ Statements: [{ Statement: select, Parameters: [bob.who] }] }),
    );
    assert.equal(Responses?.[0]?.Error?.Code, "AccessDenied");
  });

  it("a number is the same however it is written", async () => {
    await permit(allowed({ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["7"] } }));
    const numbered = (N: string) => new GetItemCommand({ TableName: "numbered", Key: { at: { N } } });
    for (const seven of ["7", "7.0", "0.7e1"]) await send(numbered(seven));
    await denied(numbered("7.1"));
  });

  it("who restores a table needs to write its items, too", async () => {
    await permit({ Effect: "Allow", Action: "dynamodb:RestoreTableToPointInTime", Resource: "*" });
    const restore = new RestoreTableToPointInTimeCommand({
      SourceTableName: TableName,
      TargetTableName: "restored",
      UseLatestRestorableTime: true,
    });
    await assert.rejects(send(restore), /dynamodb:BatchWriteItem on resource: .*table\/restored/);
    await permit(allowed({}));
    await assert.rejects(send(restore), { name: "PointInTimeRecoveryUnavailableException" });
  });

  it("whoever may have some attributes gets no other, and not all by asking for none", async () => {
    await permit(
      allowed({
        "ForAllValues:StringEquals": { "dynamodb:Attributes": ["who", "score"] },
        StringEqualsIfExists: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
      }),
    );
    const query = { TableName, KeyConditionExpression: "who = :w", ExpressionAttributeValues: { ":w": ann.who } };
    const Update = { TableName, Key: ann, UpdateExpression: "SET score = secret" };
    for (const command of [
      new GetItemCommand({ TableName, Key: ann }),
      new GetItemCommand({ TableName, Key: ann, ProjectionExpression: "secret" }),
      new QueryCommand(query),
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [ann] } } }),
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [ann], AttributesToGet: ["secret"] } } }),
      new TransactGetItemsCommand({
        TransactItems: [{ Get: { TableName, Key: ann, ProjectionExpression: "secret" } }],
      }),
      new TransactWriteItemsCommand({ TransactItems: [{ Update }] }),
      new UpdateItemCommand(Update),
      new ExecuteStatementCommand({ Statement: `SELECT * FROM "${TableName}" WHERE who = 'ann'` }),
      new ExecuteStatementCommand({ Statement: `SELECT score FROM "${TableName}" WHERE secret = 's'` }),
    ])
      await denied(command);
    for (const command of [
      new GetItemCommand({ TableName, Key: ann, ProjectionExpression: "score" }),
      new QueryCommand({ ...query, ProjectionExpression: "score" }),
      new ExecuteStatementCommand({ Statement: `SELECT score FROM "${TableName}" WHERE who = 'ann'` }),
    ])
      await send(command);
  });

  it("a statement is about its own table, and says whether it reads all of it", async () => {
    const select = new ExecuteStatementCommand({ Statement: `SELECT * FROM "${TableName}" WHERE who = 'ann'` });
    await permit(allowed({}), {
      Effect: "Deny",
      Action: "dynamodb:PartiQL*",
      Resource: `arn:aws:dynamodb:*:*:table/${TableName}`,
    });
    await denied(select);
    await permit(allowed({}, `arn:aws:dynamodb:*:*:table/${TableName}`), {
      Effect: "Deny",
      Action: "dynamodb:PartiQLSelect",
      Resource: "*",
      Condition: { Bool: { "dynamodb:FullTableScan": "true" } },
    });
    await send(select);
    await denied(new ExecuteStatementCommand({ Statement: `SELECT * FROM "${TableName}"` }));
  });
});
