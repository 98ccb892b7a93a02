import { toPageToken } from "../../page-token.ts";
import { type EventSourceMapping, mappingsKey } from "../event-sources/event-source-mapping.ts";
import { mappingStore } from "../event-sources/mapping-store.ts";
import { toMappingConfiguration } from "../event-sources/to-mapping-configuration.ts";
import { qualifiedArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { readMarker } from "../functions/page.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** All, or those of a function (or of a version or alias alone), of a source, or of both. Neither need be there. */
export const listEventSourceMappings: LambdaOperation<"ListEventSourceMappings"> = async (input, context) => {
  const { FunctionName, EventSourceArn, Marker, MaxItems } = input;
  const of = FunctionName === undefined ? undefined : parseFunctionName(FunctionName, context);
  const limit = Math.min(MaxItems ?? limits.eventSources.page, limits.eventSources.page);
  const after = Marker === undefined ? "" : readMarker(Marker);
  const asked = {
    functionName: of?.name,
    functionArn: of?.qualifier === undefined ? undefined : qualifiedArn(of, of.qualifier),
    sourceArn: EventSourceArn,
  };
  const { storage } = context.host;
  const found: readonly EventSourceMapping[] = await storage
    .partition(mappingsKey(context))
    .read((tx) => mappingStore.list(tx, asked, after, limit + 1));
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { EventSourceMappings: page.map(toMappingConfiguration), NextMarker: last && toPageToken(last.uuid) };
};
