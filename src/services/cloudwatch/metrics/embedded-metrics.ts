import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { limits } from "../limits.ts";
import type { CloudWatchState } from "../state.ts";
import { Distribution } from "./distribution.ts";
import { type Dimension, toDimensions } from "./metric.ts";
import { type Datum, publish } from "./publish.ts";

/** A log event that may be a document of the embedded metric format. */
export type EmbeddedEvent = readonly [timestampMs: number, message: string];

/**
 * Publishes the metrics that log events hold. CloudWatch Logs emits the effect with the events as they came (JSON: `events`); what is
 * no valid document is passed over, as on AWS.
 */
export const publishEmbeddedMetrics: EffectReceiver<CloudWatchState> = async (effect, from, { host, state }) => {
  const { events } = JSON.parse(effect.payload) as { events: readonly EmbeddedEvent[] };
  let slice = 0;
  for (const data of slicesOf(events)) {
    // Slices are cut by what came, not by what is timely: a repetition must find the same ones.
    const deduplicationId = slice === 0 ? effect.id : `${effect.id}/${slice}`;
    slice += 1;
    const nowMs = host.clock.nowMs();
    const timely = data.filter(
      ({ atMs }) => atMs >= nowMs - limits.timestampAgeMs && atMs <= nowMs + limits.timestampAheadMs,
    );
    for (const [namespace, group] of Map.groupBy(timely, (datum) => datum.namespace)) {
      const { account, region } = from;
      await publish(host, state.series, { account, region, namespace, deduplicationId }, group);
    }
    await new Promise(setImmediate);
  }
  return delivered;
};

type EmbeddedDatum = Datum & { readonly namespace: string };

/**
 * The data of all events, some at a time: few bytes can mean many data (each metric in each set of dimensions), which must not all be in
 * memory, nor be written in one go.
 */
function* slicesOf(events: readonly EmbeddedEvent[]): Generator<readonly EmbeddedDatum[]> {
  let slice: EmbeddedDatum[] = [];
  for (const event of events) {
    for (const datum of readEmbeddedMetrics(event)) {
      slice.push(datum);
      if (slice.length < limits.embeddedDataAtOnce) continue;
      yield slice;
      slice = [];
    }
  }
  yield slice;
}

/**
 * The data of one log event, none if it is no document; what is beyond the limit is passed over. A runtime may have put its own columns before
 * the document. Source: "Specification: Embedded metric format".
 */
export function* readEmbeddedMetrics([timestampMs, message]: EmbeddedEvent): Generator<EmbeddedDatum> {
  const document = parseDocument(message);
  const metadata = document?._aws;
  if (!document || !isObject(metadata) || !Array.isArray(metadata.CloudWatchMetrics)) return;
  const atMs = typeof metadata.Timestamp === "number" ? metadata.Timestamp : timestampMs;
  let left: number = limits.embeddedDataPerEvent;
  for (const directive of metadata.CloudWatchMetrics) {
    if (!isObject(directive)) continue;
    for (const datum of readDirective(directive, document, atMs)) {
      if (left-- <= 0) return;
      yield datum;
    }
  }
}

const mostValues = 100;

function parseDocument(message: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(message.slice(message.indexOf("{")));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function* readDirective(
  directive: Record<string, unknown>,
  document: Record<string, unknown>,
  atMs: number,
): Generator<EmbeddedDatum> {
  const { Namespace: namespace, Dimensions: sets = [[]], Metrics: metrics } = directive;
  if (typeof namespace !== "string" || namespace === "" || namespace.length > 255 || namespace.startsWith("AWS/"))
    return;
  if (!Array.isArray(sets) || !Array.isArray(metrics)) return;
  const dimensionSets: (readonly Dimension[])[] = [];
  for (const set of sets) {
    const dimensions = readDimensions(set, document);
    if (!dimensions) return;
    if (dimensionSets.length < limits.embeddedDataPerEvent) dimensionSets.push(dimensions);
  }
  for (const metric of metrics) {
    if (!isObject(metric) || typeof metric.Name !== "string") continue;
    const name = metric.Name;
    const unit = typeof metric.Unit === "string" ? metric.Unit : "None";
    const resolutionS = metric.StorageResolution === 1 ? 1 : 60;
    for (const dimensions of dimensionSets) {
      // Each datum has its own: those of one metric and minute are merged in place.
      const values = readValues(document[name]);
      if (!values) break;
      yield { namespace, name, dimensions, unit, resolutionS, atMs, values };
    }
  }
}

/** A dimension's value is the document's member of that name. */
function readDimensions(names: unknown, document: Record<string, unknown>): readonly Dimension[] | undefined {
  if (!Array.isArray(names) || names.length > limits.dimensionsPerMetric) return undefined;
  if (!names.every((name) => typeof name === "string")) return undefined;
  const pairs = names.map((name) => ({ Name: name, Value: document[name] }));
  if (pairs.some(({ Value }) => typeof Value !== "string" || Value === "")) return undefined;
  return toDimensions(pairs as { Name: string; Value: string }[]);
}

function readValues(target: unknown): Distribution | undefined {
  const values = Array.isArray(target) ? target : [target];
  const result = new Distribution();
  if (values.length === 0 || values.length > mostValues) return undefined;
  for (const value of values) {
    if (typeof value !== "number" || Math.abs(value) > limits.value) return undefined;
    result.add(value);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
