import type { CreateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import { checkDestination } from "../event-invoke/check-destination.ts";
import { putPassing } from "../event-sources/change-mapping.ts";
import { findMappedFunction } from "../event-sources/check-function.ts";
import { checkPair } from "../event-sources/check-pair.ts";
import { checkSource, type SourceName } from "../event-sources/check-source.ts";
import { type EventSourceMapping, type MappingSettings, mappingsKey } from "../event-sources/event-source-mapping.ts";
import {
  changeSettings,
  checkQueueSettings,
  createSettings,
  unsupportedDestination,
} from "../event-sources/mapping-settings.ts";
import { mappingStore } from "../event-sources/mapping-store.ts";
import { checkQueue } from "../event-sources/source-queue.ts";
import { checkStream } from "../event-sources/source-stream.ts";
import { changeStreamSettings, checkStreamSettings, newStreamSettings } from "../event-sources/stream-settings.ts";
import { toMappingConfiguration } from "../event-sources/to-mapping-configuration.ts";
import { checkTags } from "../functions/check-tags.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** A queue's messages or a stream's records, in batches, for a function. It reads once its state is Enabled. */
export const createEventSourceMapping: LambdaOperation<"CreateEventSourceMapping"> = async (input, context) => {
  const { host, state, account, region } = context;
  if (input.DestinationConfig?.OnSuccess) throw unsupportedDestination();
  const source = checkSource(input);
  const given = settingsOf(source, input, createSettings({ account, region, name: "", qualifier: undefined }));
  const { reference, record } = await findMappedFunction(context, input.FunctionName);
  checkTags(input.Tags ?? {});
  if (source.kind === "queue") await checkQueue(host, source.arn, record);
  else await checkStream(host, source.arn, record);
  if (given.stream?.onFailure !== undefined)
    await checkDestination(context, record, given.stream.onFailure, "discarded");
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

/** Those of a new mapping, by what it reads. Throws InvalidParameterValueException. */
function settingsOf(
  source: SourceName,
  input: CreateEventSourceMappingRequest,
  fresh: MappingSettings,
): MappingSettings {
  if (source.kind === "queue") {
    checkQueueSettings(input);
    return changeSettings(fresh, input, source.isFifo);
  }
  checkStreamSettings(input);
  const batchSize = limits.eventSources.streamBatch.default;
  return changeStreamSettings({ ...fresh, batchSize, stream: newStreamSettings(source.position) }, input);
}
