import type { WriteTransaction } from "../../../storage/database.ts";
import { missingKey } from "../../missing-key.ts";
import type { Published } from "../deliveries/delivery.ts";
import { kmsNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsContext } from "../operation.ts";
import { publishingKey } from "../topics/topic.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import { duplicateStore } from "./duplicate-store.ts";
import type { Message } from "./message.ts";

/** What a publisher is told of its message; one that was there already is told as it was then. */
export interface Taken {
  readonly id: string;
  readonly sequenceNumber?: string;
}

/**
 * Takes messages for a topic, in one commit, which holds what is to be delivered: whatever happens then, nothing of it is lost. Throws KMSNotFoundException for a
 * topic whose key cannot be had: AWS asks for it here, not when the attribute is set.
 */
export async function publishMessages(
  { state, host }: SnsContext,
  topic: KnownTopic,
  messages: readonly Message[],
): Promise<readonly Taken[]> {
  const missing = missingKey(topic.attributes.KmsMasterKeyId, "alias/aws/sns", topic);
  if (missing !== undefined) throw kmsNotFound(missing);
  const { byId, lastSeq } = await state.subscriptions.of(topic);
  const { account, region, name, id } = topic;
  const published = { topic: { account, region, name, id }, upToSeq: lastSeq };
  const partition = host.storage.partition(publishingKey(topic));
  if (topic.isFifo) return partition.write((tx) => takeInOrder(tx, topic, published, messages, host.clock.nowMs()));
  // Nobody is there to have them.
  if (byId.size > 0) {
    const effect = {
      topic: "sns.fan-out",
      id: host.random.uuid(),
      payload: JSON.stringify({ ...published, messages }),
    };
    await partition.write((tx) => tx.emit(effect));
  }
  return messages;
}

/** Each by itself: groups keep their order, and one that is tried again holds up its group only. */
async function takeInOrder(
  tx: WriteTransaction,
  topic: KnownTopic,
  published: Omit<Published, "messages">,
  messages: readonly Message[],
  nowMs: number,
): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const message of messages) {
    const { deduplicationId = "", groupId = "" } = message;
    const known = await duplicateStore.find(
      tx,
      deduplicationId,
      topic.settings.deduplicatesByGroup ? groupId : undefined,
      nowMs,
    );
    if (known !== undefined) {
      taken.push(JSON.parse(known) as Taken);
      continue;
    }
    const sequenceNumber = toSequenceNumber(await tx.nextSequence());
    const told: Taken = { id: message.id, sequenceNumber };
    const untilMs = nowMs + limits.deduplicationMs;
    await duplicateStore.note(tx, { id: deduplicationId, groupId, untilMs, message: JSON.stringify(told) }, nowMs);
    const payload = JSON.stringify({ ...published, messages: [{ ...message, sequenceNumber }] } satisfies Published);
    await tx.emit({ topic: "sns.fan-out", id: message.id, payload });
    taken.push(told);
  }
  return taken;
}

/** Twenty digits. Source: "Publish", SequenceNumber. */
function toSequenceNumber(sequence: number): string {
  return String(first + BigInt(sequence) * step);
}

const first = 10_000_000_000_000_000_000n;
const step = 1_000n;
