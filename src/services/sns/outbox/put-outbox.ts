import type { Place, ServiceHost } from "../../service.ts";
import { type OutboxMessage, outboxKey } from "./outbox-message.ts";
import { outboxStore } from "./outbox-store.ts";

/** Leaves a message where people of the account find it. */
export function putOutbox(
  { storage }: Pick<ServiceHost, "storage">,
  { account, region }: Place,
  message: OutboxMessage,
): Promise<void> {
  return storage.partition(outboxKey({ account, region })).write((tx) => outboxStore.add(tx, message));
}
