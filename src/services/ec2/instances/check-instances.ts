import { isNamed } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { servicePrincipal } from "../../principal.ts";
import type { ServiceTimer } from "../../service.ts";
import { instanceStore } from "./instance-store.ts";

/** One for all instances of an account and region, while any of them runs. */
export const checkTimer = "ec2.check-instances";
export const checkKey = "all";

const minuteMs = 60_000;
/** PutMetricData takes a thousand. */
const instancesPerCall = 200;

const checks = [
  "StatusCheckFailed",
  "StatusCheckFailed_Instance",
  "StatusCheckFailed_System",
  "StatusCheckFailed_AttachedEBS",
] as const;

/** An instance runs now: at the next full minute it is told that its checks pass. Set by each that begins to, it stays at that minute. */
export async function checkFromNow(tx: WriteTransaction, nowMs: number): Promise<void> {
  await tx.setTimer({ kind: checkTimer, key: checkKey, dueMs: nextMinute(nowMs) });
}

/**
 * Status checks, each minute, of what runs: nothing of an instance can fail, which is what DescribeInstanceStatus says of it, too. Metrics of processors and
 * networks there are none (decision 68). Source: "Status check metrics".
 */
export const checkInstances: ServiceTimer<unknown>["fire"] = async (firing, { host }) => {
  const partition = host.storage.partition(firing.from);
  const { account, region } = firing.from;
  const nowMs = host.clock.nowMs();
  const running = (await partition.read((tx) => instanceStore.list(tx))).filter(({ state }) => state === "running");
  const as = { account, region, principal: servicePrincipal("ec2.amazonaws.com", account) };
  try {
    for (let from = 0; from < running.length; from += instancesPerCall) {
      const MetricData = running.slice(from, from + instancesPerCall).flatMap(({ id }) =>
        checks.map((MetricName) => ({
          MetricName,
          Dimensions: [{ Name: "InstanceId", Value: id }],
          Timestamp: new Date(nowMs),
          Value: 0,
          Unit: "Count" as const,
        })),
      );
      await host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/EC2", MetricData }, as);
    }
  } catch (error) {
    // A server without the service has no metrics; what it does not take is lost, as on AWS.
    if (!isNamed(error, "InternalFailure"))
      host.log.warn("status checks could not be told", { account, region, error: String(error) });
  }
  await partition.write((tx) => firing.settle(tx, running.length > 0 ? { dueMs: nextMinute(nowMs) } : undefined));
};

function nextMinute(nowMs: number): number {
  return (Math.floor(nowMs / minuteMs) + 1) * minuteMs;
}
