import { parseArn } from "../../../platform/arn.ts";
import { invalidValue } from "../errors.ts";
import { limits } from "../limits.ts";

/** Gives the policy as it is kept. Throws InvalidParameterValue. Source: "SetQueueAttributes", RedrivePolicy. */
export function checkRedrivePolicy(value: string, name: string): string {
  const policy = toMap(value, name, "Redrive policy is not a valid JSON map.");
  for (const member of ["deadLetterTargetArn", "maxReceiveCount"]) {
    if (policy[member] === undefined)
      throw invalidValue(value, name, `Redrive policy does not contain mandatory attribute: ${member}.`);
  }
  const extra = Object.keys(policy).find((member) => member !== "deadLetterTargetArn" && member !== "maxReceiveCount");
  if (extra !== undefined)
    throw invalidValue(value, name, "Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].");
  const { deadLetterTargetArn: arn, maxReceiveCount: count } = policy;
  if (typeof arn !== "string" || parseArn(arn)?.service !== "sqs")
    throw invalidValue(value, name, "Invalid value for deadLetterTargetArn.");
  if (!/^\d{1,9}$/.test(String(count)) || Number(count) < 1 || Number(count) > limits.maxReceiveCount) {
    const range = `valid values are from 1 to ${limits.maxReceiveCount} both inclusive`;
    throw invalidValue(value, name, `Invalid value for maxReceiveCount: ${count}, ${range}.`);
  }
  return value;
}

/** Gives the policy as it is kept. Throws InvalidParameterValue. Source: "SetQueueAttributes", RedriveAllowPolicy. */
export function checkRedriveAllowPolicy(value: string, name: string): string {
  const { redrivePermission: permission, sourceQueueArns: sources } = toMap(
    value,
    name,
    "Redrive allow policy is not a valid JSON map.",
  );
  if (permission === undefined)
    throw invalidValue(value, name, "Redrive allow policy does not contain mandatory attribute: redrivePermission.");
  if (permission !== "allowAll" && permission !== "denyAll" && permission !== "byQueue")
    throw invalidValue(value, name, `Invalid value for redrivePermission: ${permission}.`);
  if (permission !== "byQueue" && sources !== undefined)
    throw invalidValue(value, name, "sourceQueueArns is allowed only when redrivePermission is byQueue.");
  if (permission !== "byQueue") return value;
  const areQueues = Array.isArray(sources) && sources.every((arn) => parseArn(String(arn))?.service === "sqs");
  if (!areQueues || sources.length < 1 || sources.length > limits.sourceQueuesAllowed)
    throw invalidValue(value, name, `sourceQueueArns must hold 1 to ${limits.sourceQueuesAllowed} ARNs of queues.`);
  return value;
}

function toMap(value: string, name: string, reason: string): Record<string, unknown> {
  let map: unknown;
  try {
    map = value.length > limits.policyBytes ? undefined : JSON.parse(value);
  } catch {
    throw invalidValue(value, name, reason);
  }
  if (typeof map !== "object" || map === null || Array.isArray(map)) throw invalidValue(value, name, reason);
  return map as Record<string, unknown>;
}
