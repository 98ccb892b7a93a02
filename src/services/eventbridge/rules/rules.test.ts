import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutPartnerEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  TestEventPatternCommand,
  UntagResourceCommand,
  UpdateEventBusCommand,
} from "@aws-sdk/client-eventbridge";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const pattern = JSON.stringify({ source: ["shop"] });
const queue = "arn:aws:sqs:us-east-1:000000000000:orders";
const at = "arn:aws:events:us-east-1:000000000000";

describe("buses, rules and targets", () => {
  let squall: TestSquall;
  let events: EventBridgeClient;
  before(async () => {
    squall = await startSquall();
    events = squall.client(EventBridgeClient);
  });
  after(async () => {
    events.destroy();
    await squall.close();
  });

  test("a bus is made, described, listed, changed and deleted; the default one is there", async () => {
    const { EventBusArn } = await events.send(new CreateEventBusCommand({ Name: "shop", Description: "d" }));
    assert.equal(EventBusArn, `${at}:event-bus/shop`);
    const again = events.send(new CreateEventBusCommand({ Name: "shop" }));
    await assert.rejects(again, { name: "ResourceAlreadyExistsException", message: "Event bus shop already exists." });
    const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
    assert.deepEqual(
      EventBuses.map(({ Name }) => Name),
      ["default", "shop"],
    );
    const first = await events.send(new ListEventBusesCommand({ Limit: 1 }));
    const second = await events.send(new ListEventBusesCommand({ Limit: 1, NextToken: first.NextToken }));
    assert.deepEqual([first.EventBuses?.[0]?.Name, second.EventBuses?.[0]?.Name], ["default", "shop"]);
    assert.equal(second.NextToken, undefined);
    await events.send(new UpdateEventBusCommand({ Name: "shop", Description: "e" }));
    assert.equal((await events.send(new DescribeEventBusCommand({ Name: EventBusArn }))).Description, "e");
    await events.send(new DeleteEventBusCommand({ Name: "shop" }));
    const gone = events.send(new DescribeEventBusCommand({ Name: "shop" }));
    await assert.rejects(gone, { name: "ResourceNotFoundException", message: "Event bus shop does not exist." });
    const kept = events.send(new DeleteEventBusCommand({ Name: "default" }));
    await assert.rejects(kept, { message: "Cannot delete event bus default." });
  });

  test("permissions are statements of the bus's policy", async () => {
    const permission = { Action: "events:PutEvents", Principal: "111122223333", StatementId: "one" };
    await events.send(new PutPermissionCommand(permission));
    await events.send(new PutPermissionCommand({ ...permission, Principal: "*", StatementId: "two" }));
    const { Policy = "" } = await events.send(new DescribeEventBusCommand({}));
    assert.deepEqual(JSON.parse(Policy).Statement[0], {
      Sid: "one",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "events:PutEvents",
      Resource: `${at}:event-bus/default`,
    });
    await events.send(new RemovePermissionCommand({ StatementId: "one" }));
    const missing = events.send(new RemovePermissionCommand({ StatementId: "one" }));
    await assert.rejects(missing, { message: "Statement with the provided id does not exist." });
    await events.send(new RemovePermissionCommand({ RemoveAllPermissions: true }));
    assert.equal((await events.send(new DescribeEventBusCommand({}))).Policy, undefined);
  });

  test("a rule is put, disabled, enabled, tagged, listed and deleted; not while it has targets", async () => {
    const tags = [{ Key: "team", Value: "a" }];
    const { RuleArn = "" } = await events.send(new PutRuleCommand({ Name: "r", EventPattern: pattern, Tags: tags }));
    assert.equal(RuleArn, `${at}:rule/r`);
    await events.send(new DisableRuleCommand({ Name: "r" }));
    const { State, CreatedBy } = await events.send(new DescribeRuleCommand({ Name: "r" }));
    assert.deepEqual([State, CreatedBy], ["DISABLED", "000000000000"]);
    await events.send(new EnableRuleCommand({ Name: "r" }));
    await events.send(new PutTargetsCommand({ Rule: "r", Targets: [{ Id: "1", Arn: queue }] }));
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: "r" }));
    assert.deepEqual(Targets, [{ Id: "1", Arn: queue }]);
    const { RuleNames } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: queue }));
    assert.deepEqual(RuleNames, ["r"]);
    await events.send(new TagResourceCommand({ ResourceARN: RuleArn, Tags: [{ Key: "b", Value: "c" }] }));
    await events.send(new UntagResourceCommand({ ResourceARN: RuleArn, TagKeys: ["team"] }));
    const listed = await events.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }));
    assert.deepEqual(listed.Tags, [{ Key: "b", Value: "c" }]);
    const refused = events.send(new DeleteRuleCommand({ Name: "r" }));
    await assert.rejects(refused, { message: "Rule can't be deleted since it has targets." });
    const removed = await events.send(new RemoveTargetsCommand({ Rule: "r", Ids: ["1", "2"] }));
    assert.deepEqual([removed.FailedEntryCount, removed.FailedEntries?.[0]?.TargetId], [1, "2"]);
    await events.send(new DeleteRuleCommand({ Name: "r" }));
    await events.send(new DeleteRuleCommand({ Name: "r" }));
    assert.deepEqual((await events.send(new ListRulesCommand({}))).Rules, []);
  });

  test("what is wrong with a rule, a target or a pattern is refused in AWS's words, and changes nothing", async () => {
    const rule = (input: object) => events.send(new PutRuleCommand({ Name: "bad", ...input }));
    await assert.rejects(rule({ EventPattern: '{"a":1}' }), {
      name: "InvalidEventPatternException",
      message: /^Event pattern is not valid. Reason: "a" must be an object or an array\n at \[Source: /,
    });
    await assert.rejects(rule({ ScheduleExpression: "rate(1 minutes)" }), {
      message: "Parameter ScheduleExpression is not valid.",
    });
    await events.send(new CreateEventBusCommand({ Name: "custom" }));
    await assert.rejects(rule({ ScheduleExpression: "rate(1 minute)", EventBusName: "custom" }), {
      message: "ScheduleExpression is supported only on the default event bus.",
    });
    await assert.rejects(rule({ EventPattern: pattern, EventBusName: "none" }), {
      message: "Event bus none does not exist.",
    });
    await assert.rejects(events.send(new DescribeRuleCommand({ Name: "bad" })), {
      message: "Rule bad does not exist on EventBus default.",
    });
    await rule({ EventPattern: pattern });
    const target = (input: object) =>
      events.send(new PutTargetsCommand({ Rule: "bad", Targets: [{ Id: "t", Arn: queue, ...input }] }));
    await assert.rejects(target({ Input: "{}", InputPath: "$.detail" }), {
      message: "Only one of Input, InputPath, or InputTransformer must be provided for target t.",
    });
    await assert.rejects(target({ InputTransformer: { InputTemplate: "<b>", InputPathsMap: { a: "$.detail" } } }), {
      message: "InputTemplate for target t contains invalid placeholder b.",
    });
    await assert.rejects(target({ Arn: `${queue}.fifo` }), {
      message: "Parameter(s) SqsParameters must be specified for target: t.",
    });
    const six = Array.from({ length: 6 }, (_, index) => ({ Id: `${index}`, Arn: queue }));
    await assert.rejects(events.send(new PutTargetsCommand({ Rule: "bad", Targets: six })), {
      name: "LimitExceededException",
      message: "The requested resource exceeds the maximum number allowed.",
    });
    assert.deepEqual((await events.send(new ListTargetsByRuleCommand({ Rule: "bad" }))).Targets, []);
    await assert.rejects(events.send(new PutPartnerEventsCommand({ Entries: [{ Source: "x" }] })), /partner/);
  });

  test("tags are of what is here: the name of another account's or region's rule tags none", async () => {
    await events.send(new PutRuleCommand({ Name: "tagged", EventPattern: pattern }));
    for (const where of ["eu-west-1:000000000000", "us-east-1:111111111111"]) {
      const ResourceARN = `arn:aws:events:${where}:rule/tagged`;
      const refused = events.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: "k", Value: "v" }] }));
      await assert.rejects(refused, { name: "ValidationException" });
    }
    const { Tags } = await events.send(new ListTagsForResourceCommand({ ResourceARN: `${at}:rule/tagged` }));
    assert.deepEqual(Tags, []);
    await events.send(new DeleteRuleCommand({ Name: "tagged" }));
  });

  test("TestEventPattern wants a whole event", async () => {
    const event = { id: "1", account: "1", source: "shop", time: "t", region: "r", "detail-type": "d" };
    const ask = (value: unknown) =>
      events.send(new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(value) }));
    assert.equal((await ask(event)).Result, true);
    assert.equal((await ask({ ...event, source: "other" })).Result, false);
    await assert.rejects(ask({ source: "shop" }), { message: "Parameter Event is not valid." });
  });
});
