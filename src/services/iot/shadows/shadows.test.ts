import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateTopicRuleCommand, IoTClient } from "@aws-sdk/client-iot";
import {
  DeleteThingShadowCommand,
  GetThingShadowCommand,
  IoTDataPlaneClient,
  ListNamedShadowsForThingCommand,
  PublishCommand,
  UpdateThingShadowCommand,
} from "@aws-sdk/client-iot-data-plane";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const allow = (more: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });

describe("shadows", () => {
  let squall: TestSquall;
  let data: IoTDataPlaneClient;
  let iot: IoTClient;
  let sqs: SQSClient;
  let queueUrl: string;
  let count = 0;
  let thingName: string;
  before(async () => {
    squall = await startSquall();
    data = squall.client(IoTDataPlaneClient);
    iot = squall.client(IoTClient);
    sqs = squall.client(SQSClient);
    const iam = squall.client(IAMClient);
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "rules",
        AssumeRolePolicyDocument: allow({ Principal: { Service: "iot.amazonaws.com" }, Action: "sts:AssumeRole" }),
      }),
    );
    const all = { RoleName: "rules", PolicyName: "all", PolicyDocument: allow({ Action: "*", Resource: "*" }) };
    await iam.send(new PutRolePolicyCommand(all));
    iam.destroy();
    queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: "told" }))).QueueUrl ?? "";
    const roleArn = Role?.Arn ?? "";
    // All that shadows tell.
    const sql =
      "SELECT *, topic() AS topic FROM '$aws/things/+/shadow/#' WHERE NOT (endswith(topic(), '/update') OR endswith(topic(), '/get') OR endswith(topic(), '/delete'))";
    await iot.send(
      new CreateTopicRuleCommand({
        ruleName: "told",
        topicRulePayload: { sql, actions: [{ sqs: { roleArn, queueUrl } }], awsIotSqlVersion: "2016-03-23" },
      }),
    );
  });
  after(async () => {
    for (const client of [data, iot, sqs]) client.destroy();
    await squall.close();
  });
  beforeEach(() => {
    thingName = `thing-${++count}`;
  });

  const json = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload ?? []).toString());
  const update = async (document: unknown, shadowName?: string) =>
    json(
      (
        await data.send(
          new UpdateThingShadowCommand({ thingName, shadowName, payload: Buffer.from(JSON.stringify(document)) }),
        )
      ).payload,
    );
  const get = async (shadowName?: string) =>
    json((await data.send(new GetThingShadowCommand({ thingName, shadowName }))).payload);
  const publish = (suffix: string, document: unknown) =>
    data.send(
      new PublishCommand({
        topic: `$aws/things/${thingName}/shadow/${suffix}`,
        qos: 1,
        payload: Buffer.from(JSON.stringify(document)),
      }),
    );
  /** What was told of the thing, by the topics' ends, until those that are wanted are there. */
  const told = async (...wanted: string[]) => {
    const found: Record<string, Record<string, unknown>> = {};
    for (let tries = 0; tries < 60 && !wanted.every((suffix) => found[suffix]); tries++) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = "" } of Messages) {
        const { topic, ...document } = JSON.parse(Body);
        const [thing, suffix] = topic.replace("$aws/things/", "").split("/shadow/");
        if (thing === thingName) found[suffix] = document;
      }
    }
    assert.deepEqual(
      wanted.filter((suffix) => !found[suffix]),
      [],
    );
    return found;
  };

  test("an update is put over what there is, with its times, and counts", async () => {
    const first = await update({ state: { desired: { led: "on", a: { b: 1, c: 2 } } }, clientToken: "t" });
    const { timestamp } = first;
    assert.deepEqual(first, {
      state: { desired: { led: "on", a: { b: 1, c: 2 } } },
      metadata: { desired: { led: { timestamp }, a: { b: { timestamp }, c: { timestamp } } } },
      version: 1,
      timestamp,
      clientToken: "t",
    });
    assert.equal((await update({ state: { reported: { led: "on", a: { b: 1 } } } })).version, 2);
    const { state, metadata, version } = await get();
    assert.deepEqual(state, {
      desired: { led: "on", a: { b: 1, c: 2 } },
      reported: { led: "on", a: { b: 1 } },
      delta: { a: { c: 2 } },
    });
    assert.deepEqual(Object.keys(metadata), ["desired", "reported"]);
    assert.equal(version, 2);
  });

  test("null takes away; an empty object is a value; nothing that is empty is shown", async () => {
    await update({ state: { desired: { a: 1, b: { c: 3 }, list: [1, { x: 1 }] } } });
    await update({ state: { desired: { a: null, b: { c: {} }, d: {} } } });
    const { state, metadata } = await get();
    assert.deepEqual(state.desired, { b: { c: {} }, list: [1, { x: 1 }], d: {} });
    assert.deepEqual(state.delta, state.desired);
    assert.deepEqual(Object.keys(metadata.desired), ["b", "list", "d"]);
    assert.equal(metadata.desired.list.length, 2);
    await update({ state: { desired: null } });
    assert.deepEqual((await get()).state, {});
    const cleared = await update({ state: null });
    assert.deepEqual([cleared.state, cleared.metadata], [null, { timestamp: cleared.timestamp }]);
    const shown = await get();
    assert.deepEqual([shown.state, shown.metadata, shown.version], [{}, {}, 4]);
  });

  test("a version that is not the shadow's is a conflict", async () => {
    await update({ state: { desired: { a: 1 } } });
    await update({ state: { desired: { a: 2 } }, version: 1 });
    await assert.rejects(update({ state: { desired: { a: 3 } }, version: 1 }), {
      name: "ConflictException",
      message: "Version conflict",
    });
    assert.deepEqual((await get()).state.desired, { a: 2 });
  });

  test("requests of wrong form are refused in AWS's words", async () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
    const refusals: readonly (readonly [unknown, string, RegExp])[] = [
      [{}, "InvalidRequestException", /^Missing required node: state$/],
      [{ state: 1 }, "InvalidRequestException", /^State node must be an object$/],
      [{ state: { desired: 1 } }, "InvalidRequestException", /^Desired node must be an object$/],
      [{ state: { other: {} } }, "InvalidRequestException", /^State contains an invalid node$/],
      [{ state: { reported: nested(9) } }, "InvalidRequestException", /too many levels of nesting/],
      [{ state: {}, version: "1" }, "InvalidRequestException", /^Invalid version$/],
      [{ state: {}, clientToken: "x".repeat(65) }, "InvalidRequestException", /^Invalid clientToken$/],
      [{ state: { desired: { a: "x".repeat(8_200) } } }, "RequestEntityTooLargeException", /maximum size/],
    ];
    for (const [document, name, message] of refusals) await assert.rejects(update(document), { name, message });
    await assert.rejects(get(), {
      name: "ResourceNotFoundException",
      message: `No shadow exists with name: '${thingName}'`,
    });
    await assert.rejects(get("s"), { message: `No shadow exists with name: '${thingName}~s'` });
    // Pieces that are short each, and too long together.
    await update({ state: { desired: { a: "x".repeat(5_000) } } });
    await assert.rejects(update({ state: { desired: { b: "x".repeat(5_000) } } }), {
      name: "RequestEntityTooLargeException",
    });
  });

  test("named shadows are apart, and listed by pages", async () => {
    await update({ state: { desired: { n: 0 } } });
    for (const name of ["one", "three", "two"]) await update({ state: { reported: { name } } }, name);
    assert.deepEqual((await get("two")).state, { reported: { name: "two" } });
    const list = (more: object) => data.send(new ListNamedShadowsForThingCommand({ thingName, ...more }));
    const { results, nextToken } = await list({ pageSize: 2 });
    assert.deepEqual(results, ["one", "three"]);
    assert.deepEqual((await list({ pageSize: 2, nextToken })).results, ["two"]);
    await data.send(new DeleteThingShadowCommand({ thingName, shadowName: "one" }));
    await assert.rejects(get("one"), { name: "ResourceNotFoundException" });
    assert.deepEqual((await list({})).results, ["three", "two"]);
    assert.equal((await get()).version, 1);
  });

  test("a deleted shadow's version goes on, for two days", async () => {
    await update({ state: { desired: { a: 1 } } });
    const { payload } = await data.send(new DeleteThingShadowCommand({ thingName }));
    assert.equal(json(payload).version, 1);
    await assert.rejects(data.send(new DeleteThingShadowCommand({ thingName })), { name: "ResourceNotFoundException" });
    assert.equal((await update({ state: { desired: { a: 1 } } })).version, 2);
  });

  test("by MQTT: accepted or rejected, and what was changed is told in full and as the difference", async () => {
    await publish("update", { state: { desired: { t: 20 }, reported: { t: 18 } }, clientToken: "c" });
    const first = await told("update/accepted", "update/delta", "update/documents");
    assert.equal(first["update/accepted"]?.clientToken, "c");
    assert.deepEqual(first["update/delta"]?.state, { t: 20 });
    assert.deepEqual((first["update/documents"] as { current: { state: unknown } }).current.state, {
      desired: { t: 20 },
      reported: { t: 18 },
    });
    assert.equal(first["update/documents"]?.previous, undefined);
    await publish("update", { state: { reported: { t: 20 } }, version: 9, clientToken: "d" });
    const { timestamp, ...rejected } = (await told("update/rejected"))["update/rejected"] ?? {};
    assert.deepEqual(rejected, { code: 409, message: "Version conflict", clientToken: "d" });
    assert.equal(typeof timestamp, "number");
    await publish("get", {});
    const shown = (await told("get/accepted"))["get/accepted"];
    assert.deepEqual(shown?.state, { desired: { t: 20 }, reported: { t: 18 }, delta: { t: 20 } });
    await publish("name/x/update", { state: { reported: { t: 1 } } });
    const named = await told("name/x/update/accepted", "name/x/update/documents");
    assert.equal(named["name/x/update/delta"], undefined);
    await publish("delete", {});
    assert.equal((await told("delete/accepted"))["delete/accepted"]?.version, 1);
    await publish("get", { clientToken: "e" });
    assert.equal((await told("get/rejected"))["get/rejected"]?.code, 404);
  });
});
