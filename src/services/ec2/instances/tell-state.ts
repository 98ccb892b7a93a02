import { partitionOf } from "../../../platform/arn.ts";
import type { Effect, WriteTransaction } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { type Instance, instanceArn, type StateName } from "./instance.ts";

export const stateTopic = "ec2.instance-state";

interface StateChange {
  readonly instanceId: string;
  readonly state: StateName;
}

/** Tells the account's default event bus of the state that an instance has from this commit on. */
export async function emitState(
  tx: WriteTransaction,
  { id: instanceId, state }: Instance,
  effectId: string,
): Promise<void> {
  await tx.emit({
    topic: stateTopic,
    id: effectId,
    payload: JSON.stringify({ instanceId, state } satisfies StateChange),
  });
}

/** Source: "Amazon EventBridge events for Amazon EC2", "EC2 Instance State-change Notification". */
export const tellState: EffectReceiver<unknown> = async (effect, { account, region }, { host }) => {
  const { instanceId, state } = readChange(effect);
  const arn = instanceArn({ account, region }, instanceId);
  return sendToTarget(host, {
    target: `arn:${partitionOf(region)}:events:${region}:${account}:event-bus/default`,
    message: {
      body: JSON.stringify({ "instance-id": instanceId, state }),
      event: { source: "aws.ec2", detailType: "EC2 Instance State-change Notification", resources: [arn] },
    },
    caller: { service: "ec2.amazonaws.com" },
    source: { account, region, arn },
    id: effect.id,
  });
};

/** States of one instance are told in their order. */
export function stateOrder(effect: Effect): string {
  return readChange(effect).instanceId;
}

function readChange({ payload }: Effect): StateChange {
  return JSON.parse(payload) as StateChange;
}
