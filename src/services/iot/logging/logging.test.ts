import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateTopicRuleCommand,
  DeleteV2LoggingLevelCommand,
  GetLoggingOptionsCommand,
  GetV2LoggingOptionsCommand,
  IoTClient,
  ListV2LoggingLevelsCommand,
  SetLoggingOptionsCommand,
  SetV2LoggingLevelCommand,
  SetV2LoggingOptionsCommand,
} from "@aws-sdk/client-iot";
import { DeviceRig } from "../../../../test/support/devices.ts";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const roleArn = "arn:aws:iam::000000000000:role/logs";
const allow = (more: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });

describe("the log of devices", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  let logs: CloudWatchLogsClient;
  let rig: DeviceRig;
  before(async () => {
    squall = await startSquall();
    iot = squall.client(IoTClient);
    logs = squall.client(CloudWatchLogsClient);
    rig = await DeviceRig.open(squall, iot);
    const iam = squall.client(IAMClient);
    const AssumeRolePolicyDocument = allow({ Principal: { Service: "iot.amazonaws.com" }, Action: "sts:AssumeRole" });
    await iam.send(new CreateRoleCommand({ RoleName: "logs", AssumeRolePolicyDocument }));
    const PolicyDocument = allow({ Action: "*", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: "logs", PolicyName: "all", PolicyDocument }));
    iam.destroy();
  });
  after(async () => {
    rig.close();
    for (const client of [iot, logs]) client.destroy();
    await squall.close();
  });

  const lines = async () => {
    const { events = [] } = await logs
      .send(new FilterLogEventsCommand({ logGroupName: "AWSIotLogsV2" }))
      .catch(() => ({ events: [] }));
    return events.map(({ message = "{}" }) => JSON.parse(message) as Record<string, string>);
  };
  const line = (clientId: string | undefined, eventType: string) =>
    eventually(
      async () => (await lines()).find((each) => each.eventType === eventType && each.clientId === clientId),
      `the line of ${eventType}`,
    );

  test("options and levels are kept, and wanted before there are levels", async () => {
    await assert.rejects(iot.send(new GetV2LoggingOptionsCommand({})), { name: "NotConfiguredException" });
    const level = { logTarget: { targetType: "CLIENT_ID", targetName: "quiet" }, logLevel: "DISABLED" } as const;
    await assert.rejects(iot.send(new SetV2LoggingLevelCommand(level)), { name: "NotConfiguredException" });
    await iot.send(new SetLoggingOptionsCommand({ loggingOptionsPayload: { roleArn, logLevel: "ERROR" } }));
    assert.equal((await iot.send(new GetLoggingOptionsCommand({}))).logLevel, "ERROR");
    await iot.send(new SetV2LoggingOptionsCommand({ roleArn, defaultLogLevel: "DEBUG" }));
    const { defaultLogLevel, disableAllLogs } = await iot.send(new GetV2LoggingOptionsCommand({}));
    assert.deepEqual([defaultLogLevel, disableAllLogs], ["DEBUG", false]);
    await iot.send(new SetV2LoggingLevelCommand(level));
    const { logTargetConfigurations } = await iot.send(new ListV2LoggingLevelsCommand({}));
    assert.deepEqual(
      logTargetConfigurations?.map(({ logTarget, logLevel }) => [logTarget?.targetType, logLevel]),
      [
        ["DEFAULT", "DEBUG"],
        ["CLIENT_ID", "DISABLED"],
      ],
    );
  });

  test("lines tell what a client does and what its rules make of it, and nothing of one whose level is off", async () => {
    await iot.send(
      new CreateTopicRuleCommand({
        ruleName: "bad",
        topicRulePayload: {
          sql: "SELECT nothing.at.all, decode(a, 'base64') AS b FROM 'logged'",
          awsIotSqlVersion: "2016-03-23",
          actions: [{ sqs: { roleArn, queueUrl: "http://localhost/000000000000/none" } }],
        },
      }),
    );
    const quiet = await rig.program("quiet");
    await quiet.client.publishAsync("logged", "{}", { qos: 1 });
    const loud = await rig.program("loud");
    await loud.client.subscribeAsync("logged");
    await loud.client.publishAsync("logged", "{}", { qos: 1 });
    const published = await line("loud", "Publish-In");
    assert.deepEqual(
      [published.topicName, published.status, published.logLevel, published.protocol, published.accountId],
      ["logged", "Success", "INFO", "MQTT", "000000000000"],
    );
    assert.match(published.timestamp ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
    assert.equal((await line("loud", "Subscribe")).topicName, "logged");
    assert.equal((await line("loud", "RuleMatch")).ruleName, "bad");
    await loud.client.endAsync();
    assert.equal((await line("loud", "Disconnect")).disconnectReason, "CLIENT_INITIATED_DISCONNECT");
    assert.ok(!(await lines()).some(({ clientId }) => clientId === "quiet"));
    await iot.send(new DeleteV2LoggingLevelCommand({ targetType: "CLIENT_ID", targetName: "quiet" }));
    await quiet.client.publishAsync("logged", "{}", { qos: 1 });
    await line("quiet", "Publish-In");
    await iot.send(new SetV2LoggingOptionsCommand({ disableAllLogs: true }));
    assert.equal((await iot.send(new GetV2LoggingOptionsCommand({}))).disableAllLogs, true);
  });
});
