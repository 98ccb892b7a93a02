import { changeMapping } from "../event-sources/change-mapping.ts";
import { toMappingConfiguration } from "../event-sources/to-mapping-configuration.ts";
import type { LambdaOperation } from "../operation.ts";

/** It reads nothing more; what has been taken is handled, and then it is gone. */
export const deleteEventSourceMapping: LambdaOperation<"DeleteEventSourceMapping"> = async ({ UUID }, context) => {
  const { clock } = context.host;
  const deleted = await changeMapping(context, { uuid: UUID, verb: "delete" }, (mapping) => ({
    ...mapping,
    state: "Deleting",
    lastModifiedMs: clock.nowMs(),
  }));
  return toMappingConfiguration(deleted);
};
