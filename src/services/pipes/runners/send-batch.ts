import { parseArn } from "../../../platform/arn.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { targetKindOf } from "../../targets/target-kinds.ts";
import type { TargetMessage } from "../../targets/target-message.ts";
import { type Pipe, pipeArn, pipes } from "../pipes/pipe.ts";
import { contextOf, invoke } from "./enrich.ts";
import { fillTemplate, resolveParameter } from "./input-template.ts";
import { type PipeRecord, recordId } from "./pipe-record.ts";

/** A batch: what was received, and the events that go on. Without an enrichment there is one for each record. */
export interface Batch<R extends PipeRecord> {
  readonly records: readonly R[];
  readonly events: readonly unknown[];
}

/** Sends a batch to the pipe's target. Gives the records that are to come again; rejects if that is all of them. */
export async function sendBatch<R extends PipeRecord>(
  host: ServiceHost,
  pipe: Pipe,
  batch: Batch<R>,
  as: () => Promise<CallOptions>,
): Promise<readonly R[]> {
  const { target, targetParameters } = pipe.definition;
  if (batch.events.length === 0) return [];
  const template = targetParameters?.InputTemplate || undefined;
  const context = contextOf(pipe, host.clock.nowMs());
  const bodies = batch.events.map((event) =>
    template ? fillTemplate(template, event, context) : typeof event === "string" ? event : JSON.stringify(event),
  );
  const arn = parseArn(target);
  const isFunction = arn !== undefined && targetKindOf(arn) === "function";
  const isAsked = targetParameters?.LambdaFunctionParameters?.InvocationType !== "FIRE_AND_FORGET";
  if (isFunction && isAsked) return failedOf(await invoke(host, target, `[${bodies.join(",")}]`, await as()), batch);
  if (isFunction) {
    await send(host, pipe, { body: `[${bodies.join(",")}]` }, recordId(batch.records[0]!));
    return [];
  }
  return sendEach(host, pipe, batch, bodies);
}

/** One message for each event, in their order. What is behind one that fails waits with it, so that a FIFO queue keeps its order. */
async function sendEach<R extends PipeRecord>(
  host: ServiceHost,
  pipe: Pipe,
  { records, events }: Batch<R>,
  bodies: readonly string[],
): Promise<readonly R[]> {
  for (const [index, body] of bodies.entries()) {
    const event = events[index];
    const record = records[index] ?? records.at(-1);
    const { SqsQueueParameters, EventBridgeEventBusParameters: bus } = pipe.definition.targetParameters ?? {};
    const message: TargetMessage = {
      body,
      groupId: resolveParameter(SqsQueueParameters?.MessageGroupId, event),
      event: {
        source: resolveParameter(bus?.Source, event) ?? `Pipe ${pipe.name}`,
        detailType:
          resolveParameter(bus?.DetailType, event) ?? `Event from aws:${parseArn(pipe.definition.source)?.service}`,
        resources: (bus?.Resources ?? []).map((resource) => resolveParameter(resource, event) ?? ""),
      },
    };
    const id =
      resolveParameter(SqsQueueParameters?.MessageDeduplicationId, event) ?? `${record && recordId(record)}-${index}`;
    try {
      await send(host, pipe, message, id);
    } catch (error) {
      // Of what an enrichment made nobody knows whose record it is of.
      if (index === 0 || events.length !== records.length) throw error;
      return records.slice(index);
    }
  }
  return [];
}

async function send(host: ServiceHost, pipe: Pipe, message: TargetMessage, id: string): Promise<void> {
  const { account, region, name, definition } = pipe;
  const verdict = await sendToTarget(host, {
    target: definition.target,
    message,
    caller: { role: definition.roleArn, sessionName: name, assumedBy: pipes },
    source: { account, region, arn: pipeArn(pipe, name) },
    id,
  });
  if (verdict.kind !== "delivered") throw new Error(verdict.reason);
}

/** What a function's answer says of single records. Source: "Amazon EventBridge Pipes batching and concurrency", "Partial batch failures". */
function failedOf<R extends PipeRecord>(answer: unknown, { records, events }: Batch<R>): readonly R[] {
  const failures = (answer as { batchItemFailures?: unknown } | undefined)?.batchItemFailures;
  if (!Array.isArray(failures) || failures.length === 0 || events.length !== records.length) return [];
  const ids = new Set(failures.map((failure) => (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier));
  const failed = records.filter((record) => ids.has(recordId(record)));
  // One that is none of the batch's fails all of it.
  return failed.length === ids.size ? failed : records;
}
