import type { WriteTransaction } from "../../../storage/database.ts";
import { mappingInUse, resourceNotFound } from "../errors.ts";
import type { LambdaContext } from "../operation.ts";
import { checkPair } from "./check-pair.ts";
import { type EventSourceMapping, isPassing, mappingsKey } from "./event-source-mapping.ts";
import { mappingStore } from "./mapping-store.ts";

/** How long a state that passes lasts: on AWS some seconds, here so long that whoever waits for a change sees it. */
export const passingMs = 250;

/** Keeps a mapping whose state passes, with the timer that ends it. */
export async function putPassing(tx: WriteTransaction, mapping: EventSourceMapping): Promise<void> {
  await mappingStore.put(tx, mapping);
  const dueMs = mapping.lastModifiedMs + passingMs;
  await tx.setTimer({ kind: "lambda.eventSource", key: mapping.uuid, dueMs });
}

/** Changes a mapping that is not about to change. Throws ResourceNotFoundException, ResourceInUseException and, where another has its pair by then, ResourceConflictException. */
export async function changeMapping(
  context: LambdaContext,
  { uuid, verb }: { readonly uuid: string; readonly verb: "update" | "delete" },
  change: (mapping: EventSourceMapping) => EventSourceMapping,
): Promise<EventSourceMapping> {
  const { host, state } = context;
  const changed = await host.storage.partition(mappingsKey(context)).write(async (tx) => {
    const mapping = await mappingStore.find(tx, uuid);
    if (!mapping) throw resourceNotFound();
    if (isPassing(mapping.state)) throw mappingInUse(verb);
    const to = change(mapping);
    if (verb === "update") await checkPair(tx, to);
    await putPassing(tx, to);
    return to;
  });
  state.eventSources.changed(changed, changed.uuid);
  return changed;
}

/** Throws ResourceNotFoundException. */
export async function requireMapping(context: LambdaContext, uuid: string): Promise<EventSourceMapping> {
  const { storage } = context.host;
  const mapping = await storage.partition(mappingsKey(context)).read((tx) => mappingStore.find(tx, uuid));
  if (mapping) return mapping;
  throw resourceNotFound();
}
