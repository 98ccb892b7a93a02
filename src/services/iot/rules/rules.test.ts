// biome-ignore-all lint/suspicious/noTemplateCurlyInString: substitution templates are written so.
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogGroupCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  type Action,
  ConfirmTopicRuleDestinationCommand,
  CreateTopicRuleCommand,
  CreateTopicRuleDestinationCommand,
  DeleteTopicRuleCommand,
  DeleteTopicRuleDestinationCommand,
  DisableTopicRuleCommand,
  EnableTopicRuleCommand,
  GetTopicRuleCommand,
  GetTopicRuleDestinationCommand,
  IoTClient,
  ListTopicRuleDestinationsCommand,
  ListTopicRulesCommand,
  ReplaceTopicRuleCommand,
  type TopicRulePayload,
  UpdateTopicRuleDestinationCommand,
} from "@aws-sdk/client-iot";
import { IoTDataPlaneClient, PublishCommand } from "@aws-sdk/client-iot-data-plane";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "iot.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const allowAll = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

describe("topic rules", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  let data: IoTDataPlaneClient;
  let sqs: SQSClient;
  let roleArn: string;
  const clients: { destroy(): void }[] = [];

  const client = <C extends { destroy(): void }, O extends object>(Client: new (options: O) => C): C => {
    const made = squall.client(Client);
    clients.push(made);
    return made;
  };

  before(async () => {
    squall = await startSquall();
    iot = client(IoTClient);
    data = client(IoTDataPlaneClient);
    sqs = client(SQSClient);
    const iam = client(IAMClient);
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "rules", AssumeRolePolicyDocument: trust }));
    roleArn = Role?.Arn ?? "";
    await iam.send(new PutRolePolicyCommand({ RoleName: "rules", PolicyName: "all", PolicyDocument: allowAll }));
  });
  after(async () => {
    for (const made of clients) made.destroy();
    await squall.close();
  });

  const create = (ruleName: string, sql: string, actions: Action[], more: Partial<TopicRulePayload> = {}) =>
    iot.send(
      new CreateTopicRuleCommand({
        ruleName,
        topicRulePayload: { sql, actions, awsIotSqlVersion: "2016-03-23", ...more },
      }),
    );
  const publish = (topic: string, payload: unknown) =>
    data.send(
      new PublishCommand({
        topic,
        qos: 1,
        payload: Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)),
      }),
    );
  /** Into which any service may put messages. */
  const createQueue = async (QueueName: string) => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }],
    });
    return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }))).QueueUrl ?? "";
  };
  const receive = (QueueUrl: string) =>
    eventually(async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      return Messages?.[0]?.Body;
    }, `a message in ${QueueUrl}`);
  const republishTo = (topic: string): Action => ({ republish: { topic, roleArn } });

  test("a rule that publishes to itself is stopped, and its error action is told", async () => {
    const queueUrl = await createQueue("loops");
    const errorAction = { sqs: { queueUrl, roleArn } };
    await create("loops", "SELECT * FROM 'loops'", [republishTo("loops")], { errorAction });
    await publish("loops", { a: 1 });
    assert.match((await receive(queueUrl)) ?? "", /has come through 16 rules/);
    await iot.send(new DeleteTopicRuleCommand({ ruleName: "loops" }));
  });

  test("a rule is made, told, replaced, disabled, enabled and deleted", async () => {
    const sql = "SELECT * FROM 'life/#'";
    const errorAction = republishTo("errors");
    await create("life", sql, [republishTo("b")], { description: "d", errorAction });
    await assert.rejects(create("life", sql, []), { name: "ResourceAlreadyExistsException" });
    const { rule, ruleArn } = await iot.send(new GetTopicRuleCommand({ ruleName: "life" }));
    assert.equal(ruleArn, "arn:aws:iot:us-east-1:000000000000:rule/life");
    assert.ok(rule?.createdAt instanceof Date);
    assert.deepEqual(
      { ...rule, createdAt: undefined },
      {
        ruleName: "life",
        sql,
        description: "d",
        createdAt: undefined,
        actions: [republishTo("b")],
        errorAction,
        ruleDisabled: false,
        awsIotSqlVersion: "2016-03-23",
      },
    );
    await iot.send(new DisableTopicRuleCommand({ ruleName: "life" }));
    assert.equal((await iot.send(new GetTopicRuleCommand({ ruleName: "life" }))).rule?.ruleDisabled, true);
    await iot.send(new EnableTopicRuleCommand({ ruleName: "life" }));
    await iot.send(
      new ReplaceTopicRuleCommand({ ruleName: "life", topicRulePayload: { sql: "SELECT a FROM 'b'", actions: [] } }),
    );
    const replaced = await iot.send(new GetTopicRuleCommand({ ruleName: "life" }));
    assert.deepEqual(
      [replaced.rule?.sql, replaced.rule?.description, replaced.rule?.awsIotSqlVersion, replaced.rule?.createdAt],
      ["SELECT a FROM 'b'", undefined, "2015-10-08", rule?.createdAt],
    );
    await iot.send(new DeleteTopicRuleCommand({ ruleName: "life" }));
    const denied = { name: "UnauthorizedException", message: "Access to topic rule 'life' was denied" };
    await assert.rejects(iot.send(new GetTopicRuleCommand({ ruleName: "life" })), denied);
    await assert.rejects(iot.send(new EnableTopicRuleCommand({ ruleName: "life" })), denied);
  });

  test("ListTopicRules gives pages, and those of a topic or that are disabled", async () => {
    await create("list_a", "SELECT * FROM 'list/+/x'", []);
    await create("list_b", "SELECT * FROM 'list/#'", []);
    await create("list_c", "SELECT * FROM 'other'", [], { ruleDisabled: true });
    const names = async (input: object) =>
      (await iot.send(new ListTopicRulesCommand(input))).rules?.map(({ ruleName }) => ruleName);
    assert.deepEqual(await names({ topic: "list/1/x" }), ["list_a", "list_b"]);
    assert.deepEqual(await names({ ruleDisabled: true }), ["list_c"]);
    const { rules, nextToken } = await iot.send(new ListTopicRulesCommand({ maxResults: 2 }));
    assert.equal(rules?.[0]?.topicPattern, "list/+/x");
    assert.deepEqual(await names({ nextToken, maxResults: 2 }), ["list_c"]);
    await assert.rejects(names({ nextToken: "x" }), { name: "InvalidRequestException" });
    for (const ruleName of ["list_a", "list_b", "list_c"]) await iot.send(new DeleteTopicRuleCommand({ ruleName }));
  });

  test("what can never run is refused", async () => {
    const invalid = { name: "InvalidRequestException" };
    await assert.rejects(create("a-b", "SELECT * FROM 'a'", []), invalid);
    await assert.rejects(create("bad", "SELEKT * FROM 'a'", []), { name: "SqlParseException" });
    await assert.rejects(create("bad", "SELECT * FROM 'a'", [republishTo("x/${")]), { name: "SqlParseException" });
    await assert.rejects(create("bad", "SELECT * FROM 'a'", [{}]), invalid);
    await assert.rejects(create("bad", "SELECT * FROM 'a'", Array(11).fill(republishTo("b"))), invalid);
    await assert.rejects(create("bad", "SELECT * FROM 'a'", [], { awsIotSqlVersion: "2020-01-01" }), invalid);
    const kafka = { destinationArn: "arn:aws:iot:us-east-1:1:ruledestination/vpc/a", topic: "t", clientProperties: {} };
    await assert.rejects(create("bad", "SELECT * FROM 'a'", [{ kafka }]), { ...invalid, message: /kafka/ });
    const both = { ...republishTo("b"), sqs: { roleArn, queueUrl: "q" } };
    await assert.rejects(create("bad", "SELECT * FROM 'a'", [both]), invalid);
  });

  test("a message reaches a table, a bucket, a queue, a topic and a log group, and comes back", async () => {
    const tables = client(DynamoDBClient);
    const key = (AttributeName: string) => ({ AttributeName, KeyType: "HASH" as const });
    for (const TableName of ["readings", "devices"])
      await tables.send(
        new CreateTableCommand({
          TableName,
          KeySchema: [key("id")],
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          BillingMode: "PAY_PER_REQUEST",
        }),
      );
    const waiting = { client: tables, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 };
    for (const TableName of ["readings", "devices"]) await waitUntilTableExists(waiting, { TableName });
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    clients.push(s3);
    await s3.send(new CreateBucketCommand({ Bucket: "readings" }));
    const queueUrl = await createQueue("readings");
    const told = await createQueue("told");
    const sns = client(SNSClient);
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "readings" }));
    const Endpoint = "arn:aws:sqs:us-east-1:000000000000:told";
    const Attributes = { RawMessageDelivery: "true" };
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes }));
    const logs = client(CloudWatchLogsClient);
    await logs.send(new CreateLogGroupCommand({ logGroupName: "readings" }));
    const back = await createQueue("back");
    await create(
      "readings",
      "SELECT id, temperature * 2 AS twice, topic(2) AS device FROM 'sensors/+/t' WHERE temperature > 20",
      [
        { dynamoDBv2: { roleArn, putItem: { tableName: "readings" } } },
        {
          dynamoDB: {
            roleArn,
            tableName: "devices",
            hashKeyField: "id",
            hashKeyValue: "${topic(2)}-${id}",
            payloadField: "last",
          },
        },
        { s3: { roleArn, bucketName: "readings", key: "${topic(2)}/${id}.json" } },
        { sqs: { roleArn, queueUrl, useBase64: true } },
        { sns: { roleArn, targetArn: TopicArn } },
        { cloudwatchLogs: { roleArn, logGroupName: "readings" } },
        { republish: { roleArn, topic: "back/${topic()}", qos: 1 } },
      ],
    );
    await create("back", "SELECT *, topic() AS via FROM 'back/#'", [{ sqs: { roleArn, queueUrl: back } }]);
    await publish("sensors/d1/t", { id: "r0", temperature: 10 });
    await publish("sensors/d1/t", { id: "r1", temperature: 21 });
    const expected = { id: "r1", twice: 42, device: "d1" };
    assert.deepEqual(JSON.parse(Buffer.from(await receive(queueUrl), "base64").toString()), expected);
    assert.deepEqual(JSON.parse(await receive(told)), expected);
    assert.deepEqual(JSON.parse(await receive(back)), { ...expected, via: "back/sensors/d1/t" });
    const item = (TableName: string, id: string) =>
      eventually(
        async () => (await tables.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item,
        `an item of ${TableName}`,
      );
    assert.deepEqual(await item("readings", "r1"), { id: { S: "r1" }, twice: { N: "42" }, device: { S: "d1" } });
    assert.deepEqual((await item("devices", "d1-r1")).last, {
      M: { id: { S: "r1" }, twice: { N: "42" }, device: { S: "d1" } },
    });
    const object = await eventually(
      () => s3.send(new GetObjectCommand({ Bucket: "readings", Key: "d1/r1.json" })).catch(() => undefined),
      "the object",
    );
    assert.deepEqual(JSON.parse((await object.Body?.transformToString()) ?? ""), expected);
    const line = await eventually(async () => {
      const stream = { logGroupName: "readings", logStreamName: "readings" };
      return (await logs.send(new GetLogEventsCommand(stream)).catch(() => undefined))?.events?.[0]?.message;
    }, "the line");
    assert.deepEqual(JSON.parse(line), expected);
    // The colder one has gone nowhere.
    const { Item } = await tables.send(new GetItemCommand({ TableName: "readings", Key: { id: { S: "r0" } } }));
    assert.equal(Item, undefined);
    for (const ruleName of ["readings", "back"]) await iot.send(new DeleteTopicRuleCommand({ ruleName }));
  });

  test("metrics and alarms are set", async () => {
    const cloudwatch = client(CloudWatchClient);
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: "hot",
        Namespace: "Shop",
        MetricName: "Heat",
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 1,
        Period: 60,
        EvaluationPeriods: 1,
        Statistic: "Sum",
      }),
    );
    await create("heat", "SELECT * FROM 'heat'", [
      {
        cloudwatchMetric: {
          roleArn,
          metricName: "Heat",
          metricNamespace: "Shop",
          metricUnit: "None",
          metricValue: "${t}",
        },
      },
      { cloudwatchAlarm: { roleArn, alarmName: "hot", stateReason: "of ${topic()}", stateValue: "ALARM" } },
    ]);
    await publish("heat", { t: 12.5 });
    const alarm = await eventually(async () => {
      const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ["hot"] }));
      return MetricAlarms?.find(({ StateReason }) => StateReason === "of heat");
    }, "the alarm's state");
    assert.equal(alarm.StateValue, "ALARM");
    const value = await eventually(async () => {
      const now = Date.now();
      const { MetricDataResults } = await cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - 3_600_000),
          EndTime: new Date(now + 3_600_000),
          MetricDataQueries: [
            { Id: "a", MetricStat: { Metric: { Namespace: "Shop", MetricName: "Heat" }, Period: 60, Stat: "Sum" } },
          ],
        }),
      );
      return MetricDataResults?.[0]?.Values?.[0];
    }, "the metric");
    assert.equal(value, 12.5);
  });

  test("a payload that is not JSON goes as it is", async () => {
    const queueUrl = await createQueue("binary");
    await create("binary", "SELECT * FROM 'binary'", [{ sqs: { roleArn, queueUrl, useBase64: true } }]);
    const bytes = Buffer.from([0, 255, 1]);
    await publish("binary", bytes);
    assert.equal(await receive(queueUrl), bytes.toString("base64"));
  });

  test("an action that fails for good, and a statement that cannot be evaluated, go to the error action", async () => {
    const queueUrl = await createQueue("errors");
    const errorAction = { sqs: { roleArn, queueUrl } };
    await create("failing", "SELECT * FROM 'failing'", [{ s3: { roleArn, bucketName: "no-such-bucket", key: "k" } }], {
      errorAction,
    });
    await publish("failing", { a: 1 });
    const error = JSON.parse(await receive(queueUrl));
    assert.deepEqual(
      { ...error, cloudwatchTraceId: undefined, sourceIp: undefined, failures: undefined },
      {
        ruleName: "failing",
        topic: "failing",
        cloudwatchTraceId: undefined,
        clientId: "N/A",
        base64OriginalPayload: Buffer.from('{"a":1}').toString("base64"),
        sourceIp: undefined,
        failures: undefined,
      },
    );
    const [failure] = error.failures;
    assert.deepEqual([failure.failedAction, failure.failedResource], ["S3Action", "no-such-bucket"]);
    assert.match(failure.errorMessage, /The specified bucket does not exist.*Message arrived on: failing/);
    await create("unasked", `SELECT get_thing_shadow('t', '${roleArn}') AS s FROM 'unasked'`, [], { errorAction });
    await publish("unasked", { a: 1 });
    assert.equal(JSON.parse(await receive(queueUrl)).failures[0].failedAction, "SqlEvaluation");
  });

  test("Basic Ingest runs one rule, whatever its FROM says, which knows the rest of the topic", async () => {
    const queueUrl = await createQueue("ingest");
    const others = await createQueue("ingest-others");
    await create("ingest", "SELECT *, topic() AS t, topic(1) AS first FROM 'elsewhere'", [
      { sqs: { roleArn, queueUrl } },
    ]);
    await create("ingest_others", "SELECT * FROM '#'", [{ sqs: { roleArn, queueUrl: others } }]);
    await publish("$aws/rules/ingest/Buildings/5", { a: 1 });
    await publish("$aws/rules/nobody", { a: 1 });
    assert.deepEqual(JSON.parse(await receive(queueUrl)), { a: 1, t: "Buildings/5", first: "Buildings" });
    await publish("after", { last: true });
    assert.deepEqual(JSON.parse(await receive(others)), { last: true });
    await iot.send(new DeleteTopicRuleCommand({ ruleName: "ingest_others" }));
  });

  test("a rule that is disabled, replaced or deleted is so with the next message", async () => {
    const queueUrl = await createQueue("changes");
    const actions = [{ sqs: { roleArn, queueUrl } }];
    await create("changes", "SELECT 1 AS n FROM 'changes'", actions);
    await iot.send(new DisableTopicRuleCommand({ ruleName: "changes" }));
    await publish("changes", {});
    await iot.send(
      new ReplaceTopicRuleCommand({
        ruleName: "changes",
        topicRulePayload: { sql: "SELECT 2 AS n FROM 'changes'", actions },
      }),
    );
    await publish("changes", {});
    assert.equal(await receive(queueUrl), '{"n":2}');
    await iot.send(new DeleteTopicRuleCommand({ ruleName: "changes" }));
  });

  describe("destinations", () => {
    let endpoint: Server;
    let url: string;
    const requests: { readonly request: IncomingMessage; readonly body: string }[] = [];
    before(async () => {
      endpoint = createServer(async (request, response) => {
        let body = "";
        for await (const chunk of request) body += chunk;
        requests.push({ request, body });
        response.end();
      });
      await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
      url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/in`;
    });
    after(() => endpoint.close());

    const next = (wanted: (body: string) => boolean) =>
      eventually(async () => requests.find(({ body }) => wanted(body)), "a request");

    test("one is confirmed by its link or its token, and gets what rules send", async () => {
      const { topicRuleDestination } = await iot.send(
        new CreateTopicRuleDestinationCommand({
          destinationConfiguration: { httpUrlConfiguration: { confirmationUrl: url } },
        }),
      );
      const { arn, status } = topicRuleDestination ?? {};
      assert.match(arn ?? "", /^arn:aws:iot:us-east-1:000000000000:ruledestination\/http\/[0-9a-f-]{36}$/);
      assert.equal(status, "IN_PROGRESS");
      const asked = await next((body) => body.includes("DestinationConfirmation"));
      assert.equal(asked.request.headers["x-amz-rules-engine-destination-arn"], arn);
      const { enableUrl, confirmationToken } = JSON.parse(asked.body);
      const errors = await createQueue("http-errors");
      await create(
        "posts",
        "SELECT * FROM 'posts'",
        [{ http: { url: `${url}/\${id}`, confirmationUrl: url, headers: [{ key: "X-Device", value: "${topic()}" }] } }],
        { errorAction: { sqs: { roleArn, queueUrl: errors } } },
      );
      await publish("posts", { id: "early" });
      assert.equal(JSON.parse(await receive(errors)).failures[0].failedAction, "HttpAction");
      // As whoever gets the link follows it: unsigned.
      assert.equal((await fetch(enableUrl)).status, 200);
      const found = await iot.send(new GetTopicRuleDestinationCommand({ arn }));
      assert.equal(found.topicRuleDestination?.status, "ENABLED");
      await iot.send(new ConfirmTopicRuleDestinationCommand({ confirmationToken }));
      await publish("posts", { id: "one" });
      const posted = await next((body) => body === '{"id":"one"}');
      assert.deepEqual([posted.request.url, posted.request.headers["x-device"]], ["/in/one", "posts"]);
      await iot.send(new UpdateTopicRuleDestinationCommand({ arn, status: "DISABLED" }));
      const { destinationSummaries } = await iot.send(new ListTopicRuleDestinationsCommand({}));
      assert.deepEqual(
        destinationSummaries?.map((summary) => [summary.arn, summary.status, summary.httpUrlSummary]),
        [[arn, "DISABLED", { confirmationUrl: url }]],
      );
      await iot.send(new DeleteTopicRuleDestinationCommand({ arn }));
      await assert.rejects(iot.send(new GetTopicRuleDestinationCommand({ arn })), {
        name: "ResourceNotFoundException",
      });
    });

    test("one that does not answer is in error, and cannot be enabled unconfirmed", async () => {
      const { topicRuleDestination } = await iot.send(
        new CreateTopicRuleDestinationCommand({
          destinationConfiguration: { httpUrlConfiguration: { confirmationUrl: "http://127.0.0.1:1/x" } },
        }),
      );
      const arn = topicRuleDestination?.arn;
      await eventually(async () => {
        const found = await iot.send(new GetTopicRuleDestinationCommand({ arn }));
        return found.topicRuleDestination?.status === "ERROR" || undefined;
      }, "the error");
      const invalid = { name: "InvalidRequestException" };
      await assert.rejects(iot.send(new UpdateTopicRuleDestinationCommand({ arn, status: "ENABLED" })), invalid);
      await assert.rejects(
        iot.send(new ConfirmTopicRuleDestinationCommand({ confirmationToken: "AYADnothing" })),
        invalid,
      );
    });
  });
});
