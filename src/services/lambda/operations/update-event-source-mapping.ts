import { parseArn } from "../../../platform/arn.ts";
import { checkDestination } from "../event-invoke/check-destination.ts";
import { changeMapping, requireMapping } from "../event-sources/change-mapping.ts";
import { findMappedFunction } from "../event-sources/check-function.ts";
import type { EventSourceMapping, MappingState } from "../event-sources/event-source-mapping.ts";
import { changeSettings, checkQueueSettings } from "../event-sources/mapping-settings.ts";
import { checkQueue } from "../event-sources/source-queue.ts";
import { checkStream } from "../event-sources/source-stream.ts";
import { changeStreamSettings, checkStreamSettings } from "../event-sources/stream-settings.ts";
import { toMappingConfiguration } from "../event-sources/to-mapping-configuration.ts";
import { qualifiedArn } from "../functions/function.ts";
import type { LambdaOperation } from "../operation.ts";

/** Changes what is given, and nothing else. */
export const updateEventSourceMapping: LambdaOperation<"UpdateEventSourceMapping"> = async (input, context) => {
  const { host } = context;
  const former = await requireMapping(context, input.UUID);
  if (former.stream) checkStreamSettings(input);
  else checkQueueSettings(input);
  const isFifo = parseArn(former.eventSourceArn)?.resource.endsWith(".fifo") === true;
  const change = (settings: EventSourceMapping) =>
    settings.stream ? changeStreamSettings(settings, input) : changeSettings(settings, input, isFifo);
  const wanted = change(former);
  const found = input.FunctionName === undefined ? undefined : await findMappedFunction(context, input.FunctionName);
  if (found) {
    if (former.stream) await checkStream(host, former.eventSourceArn, found.record);
    else await checkQueue(host, former.eventSourceArn, found.record);
  }
  const target = wanted.stream?.onFailure;
  if (target !== undefined && (found || target !== former.stream?.onFailure)) {
    const { record } =
      found ?? (await findMappedFunction(context, qualifiedArn(former.function, former.function.qualifier)));
    await checkDestination(context, record, target, "discarded");
  }
  const changed = await changeMapping(context, { uuid: input.UUID, verb: "update" }, (mapping) => {
    const settings = change(mapping);
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
