import { taggedNotFound } from "../errors.ts";
import type { LambdaContext } from "../operation.ts";
import { type EventSourceMapping, mappingsKey } from "./event-source-mapping.ts";
import { mappingStore } from "./mapping-store.ts";

/** A mapping as a tag operation names it. */
interface Tagged {
  readonly mappingUuid: string;
  readonly arn: string;
}

/** Throws ResourceNotFoundException. */
export async function requireTaggedMapping(
  context: LambdaContext,
  { mappingUuid, arn }: Tagged,
): Promise<EventSourceMapping> {
  const { storage } = context.host;
  const mapping = await storage.partition(mappingsKey(context)).read((tx) => mappingStore.find(tx, mappingUuid));
  if (mapping) return mapping;
  throw taggedNotFound("Event source mapping", arn);
}

/** Throws ResourceNotFoundException. What the mapping does goes on. */
export async function changeMappingTags(
  context: LambdaContext,
  { mappingUuid, arn }: Tagged,
  change: (tags: EventSourceMapping["tags"]) => EventSourceMapping["tags"],
): Promise<void> {
  await context.host.storage.partition(mappingsKey(context)).write(async (tx) => {
    const mapping = await mappingStore.find(tx, mappingUuid);
    if (!mapping) throw taggedNotFound("Event source mapping", arn);
    await mappingStore.put(tx, { ...mapping, tags: change(mapping.tags) });
  });
}
