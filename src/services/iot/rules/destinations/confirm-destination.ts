import type { EffectReceiver, Place } from "../../../service.ts";
import { requestOutside } from "../../../targets/outside-request.ts";
import { delivered } from "../../../targets/verdict.ts";
import type { IotState } from "../../state.ts";
import { rulesKey } from "../topic-rule.ts";
import { type Destination, destinationArn } from "./destination.ts";
import { destinationStore } from "./destination-store.ts";

/** JSON: which one is asked. */
export interface Confirmation extends Place {
  readonly id: string;
}

/**
 * Asks who answers at a destination's URL to confirm it: by `ConfirmTopicRuleDestination`, or by a GET to the URL that the question names. What does not answer leaves it
 * in ERROR, as on AWS. Source: "Working with HTTP topic rule destinations".
 */
export const askToConfirm: EffectReceiver<IotState> = async (effect, _from, { host }) => {
  const { id, ...at } = JSON.parse(effect.payload) as Confirmation;
  const partition = host.storage.partition(rulesKey(at));
  const destination = await partition.read((tx) => destinationStore.find(tx, id));
  if (destination?.status !== "IN_PROGRESS") return delivered;
  const arn = destinationArn(at, id);
  const fail = (statusReason: string) =>
    partition.write(async (tx) => {
      const current = await destinationStore.find(tx, id);
      if (current?.status !== "IN_PROGRESS" || current.token !== destination.token) return;
      const failed: Destination = { ...current, status: "ERROR", statusReason, updatedMs: host.clock.nowMs() };
      await destinationStore.put(tx, failed);
    });
  try {
    const { status } = await requestOutside(host, {
      url: new URL(destination.confirmationUrl),
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-amz-rules-engine-message-type": "DestinationConfirmation",
        "x-amz-rules-engine-destination-arn": arn,
        "user-agent": "AWS IoT Rules Engine",
      },
      body: JSON.stringify({
        arn,
        confirmationToken: destination.token,
        enableUrl: `${host.config.endpoint()}/confirmdestination/${destination.token}`,
        messageType: "DestinationConfirmation",
      }),
      timeoutMs: 10_000,
      answerBytes: 1_024,
    });
    if (status >= 400) await fail(`The endpoint answered ${status}.`);
  } catch (error) {
    await fail(error instanceof Error ? error.message : String(error));
  }
  return delivered;
};
