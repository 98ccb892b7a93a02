import { parseArn } from "../../../platform/arn.ts";
import { changeMapping, requireMapping } from "../event-sources/change-mapping.ts";
import { findMappedFunction } from "../event-sources/check-function.ts";
import type { EventSourceMapping, MappingState } from "../event-sources/event-source-mapping.ts";
import { changeSettings, checkQueueSettings } from "../event-sources/mapping-settings.ts";
import { checkQueue } from "../event-sources/source-queue.ts";
import { toMappingConfiguration } from "../event-sources/to-mapping-configuration.ts";
import type { LambdaOperation } from "../operation.ts";

/** Changes what is given, and nothing else. */
export const updateEventSourceMapping: LambdaOperation<"UpdateEventSourceMapping"> = async (input, context) => {
  const { host } = context;
  const former = await requireMapping(context, input.UUID);
  checkQueueSettings(input);
  const isFifo = parseArn(former.eventSourceArn)?.resource.endsWith(".fifo") === true;
  changeSettings(former, input, isFifo);
  const found = input.FunctionName === undefined ? undefined : await findMappedFunction(context, input.FunctionName);
  if (found) await checkQueue(host, former.eventSourceArn, found.record);
  const changed = await changeMapping(context, { uuid: input.UUID, verb: "update" }, (mapping) => {
    const settings = changeSettings(mapping, input, isFifo);
    return {
      ...mapping,
      ...settings,
      function: found?.reference ?? mapping.function,
      state: stateOfChange(mapping, settings.enabled),
      lastModifiedMs: host.clock.nowMs(),
      revision: host.random.uuid(),
    };
  });
  return toMappingConfiguration(changed);
};

function stateOfChange({ enabled: was }: EventSourceMapping, enabled: boolean): MappingState {
  if (was === enabled) return "Updating";
  return enabled ? "Enabling" : "Disabling";
}
