import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { priceUsage } from "../../usage/prices.ts";
import { readUsage, usageMigrations } from "../../usage/usage.ts";
import { ec2 } from "../service.ts";

test("an instance is billed by the second while it runs, and for a minute at least", async (context) => {
  const { call, clock, table } = await openServiceTest(context, [
    { ...ec2, migrations: [...ec2.migrations, ...usageMigrations] },
  ]);
  const filter = [{ Name: "architecture", Values: ["x86_64"] }];
  const ImageId = (await call("ec2", "DescribeImages", { Filters: filter })).Images?.[0]?.ImageId ?? "";
  const launch = { ImageId, InstanceType: "t3.micro" as const, MinCount: 1, MaxCount: 1 };
  const id = (await call("ec2", "RunInstances", launch)).Instances?.[0]?.InstanceId ?? "";
  const pass = async (ms: number, state: string) => {
    clock.advance(ms);
    const stateOf = async () =>
      (await call("ec2", "DescribeInstances", { InstanceIds: [id] })).Reservations?.[0]?.Instances?.[0]?.State?.Name;
    await eventually(async () => (await stateOf()) === state || undefined, `the instance to be ${state}`);
  };
  const startMs = clock.nowMs();
  const used = async () => {
    let seconds = 0;
    let cost = 0;
    const range = { fromMs: startMs - 86_400_000, toMs: clock.nowMs() + 86_400_000 };
    for await (const hour of priceUsage(readUsage(table.host.storage, "000000000000", range))) {
      if (hour.usageType.startsWith("EBS:")) continue;
      assert.equal(hour.usageType, "BoxUsage:t3.micro");
      seconds += hour.quantity * 3_600;
      cost += hour.cost;
    }
    return { seconds: Math.round(seconds), cost };
  };
  const billed = (seconds: number) =>
    eventually(async () => (await used()).seconds === seconds || undefined, `${seconds} seconds to be billed`);
  await pass(5_000, "running");
  clock.advance(10_000);
  await call("ec2", "StopInstances", { InstanceIds: [id] });
  await billed(60);
  await pass(10_000, "stopped");
  clock.advance(3_600_000);
  await call("ec2", "StartInstances", { InstanceIds: [id] });
  await pass(5_000, "running");
  const ranMs = 2 * 3_600_000 + 90_000;
  clock.advance(ranMs);
  await call("ec2", "TerminateInstances", { InstanceIds: [id] });
  await billed(60 + ranMs / 1_000);
  assert.ok(Math.abs((await used()).cost - ((60 + ranMs / 1_000) / 3_600) * 0.0104) < 1e-6);
});
