import { requireMapping } from "../event-sources/change-mapping.ts";
import { toMappingConfiguration } from "../event-sources/to-mapping-configuration.ts";
import type { LambdaOperation } from "../operation.ts";

export const getEventSourceMapping: LambdaOperation<"GetEventSourceMapping"> = async ({ UUID }, context) =>
  toMappingConfiguration(await requireMapping(context, UUID));
