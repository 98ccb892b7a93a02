import type { ReadTransaction } from "../../../storage/database.ts";
import { mappingExists } from "../errors.ts";
import { latestVersion } from "../functions/function.ts";
import type { EventSourceMapping } from "./event-source-mapping.ts";
import { functionArnOf, mappingStore } from "./mapping-store.ts";

/** A source has one mapping to a function, or to a version or alias of it. Throws ResourceConflictException. */
export async function checkPair(tx: ReadTransaction, mapping: EventSourceMapping): Promise<void> {
  for (const arn of sameFunction(mapping)) {
    const other = await mappingStore.findPair(tx, mapping.eventSourceArn, arn, mapping.uuid);
    if (other) throw mappingExists(mapping.eventSourceArn, mapping.function.name, other.uuid);
  }
}

/** A function is $LATEST by another name. */
function sameFunction(mapping: EventSourceMapping): readonly string[] {
  const { qualifier } = mapping.function;
  if (qualifier !== undefined && qualifier !== latestVersion) return [functionArnOf(mapping)];
  return [undefined, latestVersion].map((name) =>
    functionArnOf({ function: { ...mapping.function, qualifier: name } }),
  );
}
