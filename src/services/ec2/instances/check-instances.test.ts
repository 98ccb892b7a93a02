import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { ec2 } from "../service.ts";

test("CloudWatch has the status checks of instances that run, minute by minute, and of no others", async (context) => {
  const { call, clock } = await openServiceTest(context, [ec2, cloudwatch, iam], {
    access: createAccessControl,
    auth: "enforce",
  });
  const Filters = [{ Name: "architecture", Values: ["x86_64"] }];
  const ImageId = (await call("ec2", "DescribeImages", { Filters })).Images?.[0]?.ImageId ?? "";
  const { Instances = [] } = await call("ec2", "RunInstances", { ImageId, MinCount: 2, MaxCount: 2 });
  const [stopped = "", running = ""] = Instances.map(({ InstanceId = "" }) => InstanceId);
  const StartTime = new Date(clock.nowMs());
  const stateOf = async (id: string) =>
    (await call("ec2", "DescribeInstances", { InstanceIds: [id] })).Reservations?.[0]?.Instances?.[0]?.State?.Name;
  clock.advance(5_000);
  for (const id of [stopped, running])
    await eventually(async () => (await stateOf(id)) === "running" || undefined, "it to run");
  await call("ec2", "StopInstances", { InstanceIds: [stopped] });
  const checks = async (InstanceId: string) => {
    const { Datapoints = [] } = await call("cloudwatch", "GetMetricStatistics", {
      Namespace: "AWS/EC2",
      MetricName: "StatusCheckFailed",
      Dimensions: [{ Name: "InstanceId", Value: InstanceId }],
      StartTime,
      EndTime: new Date(clock.nowMs() + 60_000),
      Period: 60,
      Statistics: ["Maximum"],
    });
    return Datapoints.map(({ Maximum }) => Maximum);
  };
  clock.advance(60_000);
  await eventually(async () => (await checks(running)).length === 1 || undefined, "the first minute");
  clock.advance(60_000);
  await eventually(async () => (await checks(running)).length === 2 || undefined, "the second minute");
  assert.deepEqual(await checks(running), [0, 0]);
  assert.deepEqual(await checks(stopped), []);
});
