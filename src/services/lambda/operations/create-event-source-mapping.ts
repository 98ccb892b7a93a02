import { putPassing } from "../event-sources/change-mapping.ts";
import { findMappedFunction } from "../event-sources/check-function.ts";
import { checkPair } from "../event-sources/check-pair.ts";
import { checkSource } from "../event-sources/check-source.ts";
import { type EventSourceMapping, mappingsKey } from "../event-sources/event-source-mapping.ts";
import {
  changeSettings,
  checkQueueSettings,
  createSettings,
  unsupportedDestination,
} from "../event-sources/mapping-settings.ts";
import { mappingStore } from "../event-sources/mapping-store.ts";
import { checkQueue } from "../event-sources/source-queue.ts";
import { toMappingConfiguration } from "../event-sources/to-mapping-configuration.ts";
import { checkTags } from "../functions/check-tags.ts";
import type { LambdaOperation } from "../operation.ts";

/** A queue's messages, in batches, for a function. It reads once its state is Enabled. */
export const createEventSourceMapping: LambdaOperation<"CreateEventSourceMapping"> = async (input, context) => {
  const { host, state, account, region } = context;
  if (input.DestinationConfig?.OnSuccess) throw unsupportedDestination();
  const source = checkSource(input);
  checkQueueSettings(input);
  const given = changeSettings(
    createSettings({ account, region, name: "", qualifier: undefined }),
    input,
    source.isFifo,
  );
  const { reference, record } = await findMappedFunction(context, input.FunctionName);
  checkTags(input.Tags ?? {});
  await checkQueue(host, source.arn, record);
  const mapping: EventSourceMapping = {
    ...given,
    function: reference,
    account,
    region,
    uuid: host.random.uuid(),
    eventSourceArn: source.arn,
    state: given.enabled ? "Creating" : "Disabled",
    lastModifiedMs: host.clock.nowMs(),
    tags: input.Tags ?? {},
    revision: host.random.uuid(),
  };
  await host.storage.partition(mappingsKey(context)).write(async (tx) => {
    await checkPair(tx, mapping);
    if (given.enabled) await putPassing(tx, mapping);
    else await mappingStore.put(tx, mapping);
  });
  state.eventSources.changed(mapping, mapping.uuid);
  return toMappingConfiguration(mapping);
};
