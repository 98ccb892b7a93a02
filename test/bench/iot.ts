import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AttachPolicyCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateTopicRuleCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, memoryOf, type SquallProcess } from "../support/squall-process.ts";
import { launchDurable } from "./durable.ts";
import { type Figure, percentile } from "./figure.ts";
import { createFunction, type functions } from "./functions.ts";
import type { CrowdAnswer, CrowdTask, DevicesToConnect } from "./mqtt-crowd.ts";
import { processorSeconds } from "./processor-time.ts";

/** AWS IoT: what devices take that are connected, and what becomes of what they say. */
export async function measureDevices(quick: boolean): Promise<Figure[]> {
  return [
    ...(await measureConnected(quick)),
    ...(await measureMessages(quick)),
    ...(await measureRules(quick)),
    ...(await measureMatching(quick)),
  ];
}

async function measureConnected(quick: boolean): Promise<Figure[]> {
  const count = quick ? 1_000 : 10_000;
  await using squall = await launchSquall();
  const keys = await makeDeviceKeys(squall);
  await using crowd = await startCrowd();
  await crowd.run({ task: "connect", devices: { ...keys, clientIds: "first-", count: 1 } });
  const { ownMiB: before } = memoryOf(squall.pid);
  const startedMs = performance.now();
  await crowd.run({ task: "connect", devices: { ...keys, clientIds: "device-", count: count - 1 } });
  const seconds = (performance.now() - startedMs) / 1000;
  const { ownMiB } = memoryOf(squall.pid);
  return [
    {
      name: `a server with ${count} devices connected by TLS`,
      value: ownMiB,
      unit: "MiB",
      ...(!quick && { target: 400 }),
      baseline: { name: "with one", value: before },
    },
    { name: "devices that connect by TLS with a certificate", value: (count - 1) / seconds, unit: "/s" },
  ];
}

async function measureMessages(quick: boolean): Promise<Figure[]> {
  await using squall = await launchDurable();
  const keys = await makeDeviceKeys(squall);
  await using crowd = await startCrowd();
  await crowd.run({ task: "connect", devices: { ...keys, clientIds: "device-", count: 2 } });
  const messages = quick ? 500 : 5_000;
  const { latenciesMs = [] } = await crowd.run({ task: "subscribe-and-publish", topic: "rooms/1", messages });
  await createFunctionFor(squall, "python-late-device", "SELECT at FROM 'late'");
  // The first is cold.
  await crowd.run({ task: "publish-time", topic: "late", messages: 3, everyMs: 500 });
  const before = await lateTimes(squall);
  const runs = quick ? 50 : 300;
  await crowd.run({ task: "publish-time", topic: "late", messages: runs, everyMs: 20 });
  let lateMs: number[] = [];
  for (const endMs = performance.now() + 60_000; ; await delay(250)) {
    lateMs = (await lateTimes(squall)).slice(before.length);
    if (lateMs.length >= runs) break;
    if (performance.now() > endMs) throw new Error(`the function ran ${lateMs.length} times, not ${runs}`);
  }
  return [
    {
      name: "a message from one device to another (QoS 1), p50",
      value: percentile(latenciesMs, 0.5),
      unit: "ms",
      target: 2,
    },
    { name: "the same, p99", value: percentile(latenciesMs, 0.99), unit: "ms" },
    { name: "a device's message until a function runs, p50", value: percentile(lateMs, 0.5), unit: "ms", target: 10 },
    { name: "the same, p99", value: percentile(lateMs, 0.99), unit: "ms" },
  ];
}

const said = "LATE ";

/** What a function has said of how late its messages were. */
async function lateTimes(squall: SquallProcess): Promise<number[]> {
  const logs = new CloudWatchLogsClient(clientOptions(squall.endpoint));
  const times: number[] = [];
  for (let nextToken: string | undefined; ; ) {
    const page = await logs.send(
      new FilterLogEventsCommand({
        logGroupName: "/aws/lambda/python-late-device",
        filterPattern: "LATE",
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    // The name of a file or a traceback may hold the word, too.
    for (const { message = "" } of page.events ?? [])
      if (message.startsWith(said)) times.push(Number(message.slice(said.length)));
    nextToken = page.nextToken;
    if (nextToken === undefined) break;
  }
  logs.destroy();
  return times;
}

/** From the devices' messages (QoS 1), through a rule, to runs of a function: none may be lost. */
async function measureRules(quick: boolean): Promise<Figure[]> {
  await using squall = await launchDurable();
  const keys = await makeDeviceKeys(squall);
  await createFunctionFor(squall, "python-hello", "SELECT * FROM 'sales/+'");
  await using crowd = await startCrowd();
  // No device may publish more than a hundred a second.
  await crowd.run({ task: "connect", devices: { ...keys, clientIds: "device-", count: 100 } });
  const payload = '{"product":"water","cents":120}';
  const warm = 2_000;
  await crowd.run({ task: "publish", topic: "sales/1", messages: warm, payload });
  await untilInvoked(squall, warm);
  const messages = quick ? 10_000 : 60_000;
  const startedMs = performance.now();
  const processorBefore = processorSeconds(squall.pid);
  const { seconds: accepted = Number.NaN } = await crowd.run({
    task: "publish",
    topic: "sales/1",
    messages,
    payload,
  });
  await untilInvoked(squall, warm + messages);
  const seconds = (performance.now() - startedMs) / 1000;
  const busySeconds = processorSeconds(squall.pid) - processorBefore;
  return [
    { name: "devices' messages (QoS 1) that a rule has taken", value: messages / accepted, unit: "/s", target: 5_000 },
    { name: "the same until the rule's function has run for each", value: messages / seconds, unit: "/s" },
    { name: "the same by processor time", value: messages / busySeconds, unit: "/s" },
  ];
}

const fewRules = 10;
const manyRules = 1_000;

/** What a message costs that one rule of many waits for, and refuses. */
async function measureMatching(quick: boolean): Promise<Figure[]> {
  const messages = quick ? 5_000 : 30_000;
  const costOf = async (rules: number) => {
    await using squall = await launchSquall();
    const keys = await makeDeviceKeys(squall);
    const iot = new IoTClient(clientOptions(squall.endpoint));
    for (let rule = 0; rule < rules; rule++) {
      const sql = `SELECT * FROM 'floors/${rule}/+' WHERE temperature > 100`;
      await iot.send(
        new CreateTopicRuleCommand({ ruleName: `rule_${rule}`, topicRulePayload: { sql, actions: [again] } }),
      );
    }
    iot.destroy();
    await using crowd = await startCrowd();
    await crowd.run({ task: "connect", devices: { ...keys, clientIds: "device-", count: 100 } });
    const task = { task: "publish", topic: "floors/7/room", payload: '{"temperature":21.5}' } as const;
    await crowd.run({ ...task, messages: messages / 2 });
    const before = processorSeconds(squall.pid);
    await crowd.run({ ...task, messages });
    return ((processorSeconds(squall.pid) - before) * 1e6) / messages;
  };
  const few = await costOf(fewRules);
  return [
    {
      name: `1,000 messages with ${manyRules} rules, processor time`,
      value: await costOf(manyRules),
      unit: "ms",
      target: 2 * few,
      baseline: { name: `with ${fewRules}`, value: few },
    },
  ];
}

const again = { republish: { topic: "hot", roleArn: "arn:aws:iam::000000000000:role/republishes" } };

/** A rule's only action. */
async function createFunctionFor(
  squall: SquallProcess,
  FunctionName: keyof typeof functions,
  sql: string,
): Promise<void> {
  await createFunction(squall.endpoint, FunctionName);
  const lambda = new LambdaClient(clientOptions(squall.endpoint));
  const permission = { StatementId: "iot", Action: "lambda:InvokeFunction", Principal: "iot.amazonaws.com" };
  await lambda.send(new AddPermissionCommand({ FunctionName, ...permission }));
  lambda.destroy();
  const iot = new IoTClient(clientOptions(squall.endpoint));
  const functionArn = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
  const topicRulePayload = { sql, actions: [{ lambda: { functionArn } }] };
  await iot.send(new CreateTopicRuleCommand({ ruleName: "measured", topicRulePayload }));
  iot.destroy();
}

/** By the function's own metric, which is a second or two behind. */
async function untilInvoked(squall: SquallProcess, runs: number): Promise<void> {
  const cloudwatch = new CloudWatchClient(clientOptions(squall.endpoint));
  const StartTime = new Date(Date.now() - 3_600_000);
  let had = 0;
  for (let idleSinceMs = performance.now(); ; await delay(100)) {
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/Lambda",
        MetricName: "Invocations",
        Dimensions: [{ Name: "FunctionName", Value: "python-hello" }],
        StartTime,
        EndTime: new Date(Date.now() + 3_600_000),
        Period: 3_600,
        Statistics: ["Sum"],
      }),
    );
    const sum = Datapoints.reduce((all, { Sum = 0 }) => all + Sum, 0);
    if (sum >= runs) break;
    if (sum > had) idleSinceMs = performance.now();
    had = sum;
    if (performance.now() > idleSinceMs + 30_000) throw new Error(`the function ran ${sum} times for ${runs} messages`);
  }
  cloudwatch.destroy();
}

/** One certificate for all, whose policy allows what is measured. */
async function makeDeviceKeys(squall: SquallProcess): Promise<Omit<DevicesToConnect, "clientIds" | "count">> {
  const iot = new IoTClient(clientOptions(squall.endpoint));
  const made = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
  const Statement = [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy's variable.
    { Effect: "Allow", Action: "iot:Connect", Resource: "arn:aws:iot:us-east-1:000000000000:client/${iot:ClientId}" },
    { Effect: "Allow", Action: ["iot:Publish", "iot:Subscribe", "iot:Receive"], Resource: "*" },
  ];
  const policyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iot.send(new CreatePolicyCommand({ policyName: "measured", policyDocument }));
  await iot.send(new AttachPolicyCommand({ policyName: "measured", target: made.certificateArn }));
  iot.destroy();
  const ca = await (await fetch(`${squall.endpoint}/_squall/ca`)).text();
  return { port: squall.port, ca, cert: made.certificatePem ?? "", key: made.keyPair?.PrivateKey ?? "" };
}

interface Crowd extends AsyncDisposable {
  run(task: CrowdTask): Promise<CrowdAnswer>;
}

async function startCrowd(): Promise<Crowd> {
  const child: ChildProcess = fork(new URL("mqtt-crowd.ts", import.meta.url), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  await once(child, "spawn");
  return {
    run: async (task) => {
      child.send(task);
      const [answer] = (await once(child, "message")) as [CrowdAnswer];
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer;
    },
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, "exit");
      child.kill();
      await exited;
    },
  };
}
