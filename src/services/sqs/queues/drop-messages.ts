import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import type { SqsState } from "../state.ts";
import { messagesKey, type Queue } from "./queue.ts";

/** Of a queue that is deleted or purged, in that commit. */
export function toDropMessages({ account, region, id, generation }: Queue, effectId: string): Effect {
  return { topic: "sqs.drop-messages", id: effectId, payload: JSON.stringify({ account, region, id, generation }) };
}

/** Removes the messages of a queue that has gone. Doing it again does nothing, so deliveries need no memory. */
export const dropMessages: EffectReceiver<SqsState> = async ({ payload }, _from, { state, host }) => {
  const key = messagesKey(JSON.parse(payload) as Queue);
  // Who waits for it looks again, and finds that it has gone.
  state.receivers.tellAll(key);
  await host.storage.partition(key).drop();
  return delivered;
};
