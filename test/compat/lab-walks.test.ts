import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { CreateLifecyclePolicyCommand, DLMClient } from "@aws-sdk/client-dlm";
import { DescribeInstancesCommand, EC2Client, StartInstancesCommand } from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import type { LabView } from "../../src/labs/labs.ts";
import { eventually } from "../support/eventually.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const account = "000000000000";

/** Labs done by the API, as a program would do them, with the labs' own functions. */
describe("the labs' functions", () => {
  let squall: TestSquall;
  let lambda: LambdaClient;
  let events: EventBridgeClient;
  before(async () => {
    squall = await startSquall();
    lambda = squall.client(LambdaClient);
    events = squall.client(EventBridgeClient);
  });
  after(async () => {
    for (const client of [lambda, events]) client.destroy();
    await squall.close();
  });

  const post = async <T>(path: string, body: object = {}): Promise<T> => {
    const response = await fetch(`${squall.endpoint}/_squall/${path}`, { method: "POST", body: JSON.stringify(body) });
    const answer = (await response.json()) as T & { message?: string };
    assert.ok(response.ok, answer.message);
    return answer;
  };
  const look = async (lab: string) => (await (await fetch(`${squall.endpoint}/_squall/labs/${lab}`)).json()) as LabView;
  const untilDone = (lab: string, step: string) =>
    eventually(async () => {
      const { steps } = await look(lab);
      const found = steps.find(({ id }) => id === step);
      return found?.doneMs === undefined ? undefined : true;
    }, `the step ${step} of ${lab} to be ticked`);
  const says = async (lab: string) => (await look(lab)).steps.find((step) => step.says !== undefined)?.says ?? "";
  const code = (lab: string) => readFileSync(new URL(`../../labs/${lab}/lambda_function.py`, import.meta.url), "utf8");

  const make = (FunctionName: string, role: string, source: string) =>
    lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: "python3.11",
        Handler: "lambda_function.lambda_handler",
        Role: `arn:aws:iam::${account}:role/${role}`,
        Timeout: 60,
        Code: { ZipFile: zip({ "lambda_function.py": source }) },
      }),
    );
  const runBy = async (FunctionName: string, Name: string, ScheduleExpression: string) => {
    const { RuleArn } = await events.send(new PutRuleCommand({ Name, ScheduleExpression }));
    const permission = { Action: "lambda:InvokeFunction", Principal: "events.amazonaws.com", SourceArn: RuleArn };
    await lambda.send(new AddPermissionCommand({ FunctionName, StatementId: Name, ...permission }));
    const Arn = `arn:aws:lambda:us-east-1:${account}:function:${FunctionName}`;
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: "1", Arn }] }));
  };
  const leavesNothing = async (lab: string, least: number) => {
    const { left = [] } = await look(lab);
    assert.ok(left.length >= least, left.join("; "));
    const { failed } = await post<{ failed: string[] }>(`labs/${lab}/clean`);
    assert.deepEqual(failed, []);
    await eventually(async () => (await look(lab)).left?.length === 0 || undefined, "nothing to be left");
    await post(`labs/${lab}/reset`);
  };

  it("stopinator: an instance is stopped every minute, and the lab looked at once, at the end", async () => {
    const lab = "stopinator";
    const { steps } = await post<LabView>(`labs/${lab}/start`);
    const instance = /`(i-[0-9a-f]{17})`/.exec(steps.find(({ id }) => id === "code")?.text ?? "")?.[1] ?? "";
    const source = code(lab)
      .replace("<REPLACE_WITH_REGION>", "us-east-1")
      .replace("<REPLACE_WITH_INSTANCE_ID>", instance);
    await make("myStopinator", "myStopinatorRole", source);
    await waitUntilFunctionActiveV2(
      { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
      { FunctionName: "myStopinator" },
    );
    await runBy("myStopinator", "everyMinute", "rate(1 minute)");
    const ec2 = squall.client(EC2Client);
    const untilStopped = () =>
      eventually(async () => {
        await post("clock", { advanceMilliseconds: 60_000 });
        const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instance] }));
        return Reservations[0]?.Instances?.[0]?.State?.Name === "stopped" || undefined;
      }, "the instance to be stopped");
    await untilStopped();
    await ec2.send(new StartInstancesCommand({ InstanceIds: [instance] }));
    await untilStopped();
    ec2.destroy();
    for (const { id } of steps) await untilDone(lab, id);
    await leavesNothing(lab, 5);
  });

  it("nightly-snapshots: backs up what is tagged, and deletes what is older than three days", async () => {
    const lab = "nightly-snapshots";
    await post(`labs/${lab}/start`);
    assert.match(await says(lab), /^There is no function `nightlySnapshots`/);
    await make("nightlySnapshots", "snapshotRole", code(lab));
    await untilDone(lab, "function");
    await runBy("nightlySnapshots", "everyNight", "cron(0 1 * * ? *)");
    await untilDone(lab, "schedule");
    await post("clock", { toNextSchedule: true });
    await untilDone(lab, "tonight");
    assert.match(await says(lab), /^The first snapshot, `snap-\w+` of .*, is still there/);
    for (let day = 0; day < 4; day++) await post("clock", { advanceMilliseconds: 86_400_000 });
    await untilDone(lab, "old-ones");
    assert.ok((await look(lab)).isDone);
    await leavesNothing(lab, 10);
  });

  it("lifecycle-manager: the same by Data Lifecycle Manager", async () => {
    const lab = "lifecycle-manager";
    await post(`labs/${lab}/start`);
    assert.match(await says(lab), /^There is no policy yet/);
    const details = readFileSync(new URL(`../../labs/${lab}/policy.json`, import.meta.url), "utf8");
    const dlm = squall.client(DLMClient);
    await dlm.send(
      new CreateLifecyclePolicyCommand({
        State: "ENABLED",
        Description: "nightly",
        ExecutionRoleArn: `arn:aws:iam::${account}:role/service-role/AWSDataLifecycleManagerDefaultRole`,
        PolicyDetails: JSON.parse(details),
      }),
    );
    dlm.destroy();
    await untilDone(lab, "policy");
    const passDay = () => post("clock", { advanceMilliseconds: 86_400_000 });
    await passDay();
    await untilDone(lab, "tonight");
    assert.match(await says(lab), /^There are 1 snapshots of the volume data/);
    for (let day = 0; day < 4; day++) await passDay();
    await untilDone(lab, "old-ones");
    await leavesNothing(lab, 8);
  });
});
