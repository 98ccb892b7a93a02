import type { CallOptions, ServiceHost } from "../../service.ts";
import { type Pipe, pipeArn } from "../pipes/pipe.ts";
import { fillTemplate, type TemplateContext } from "./input-template.ts";
import type { PipeRecord } from "./pipe-record.ts";

/** The events that go on to the target: the records themselves, or what the enrichment made of the batch. None where it answers nothing. */
export async function enrich(
  host: ServiceHost,
  pipe: Pipe,
  records: readonly PipeRecord[],
  as: () => Promise<CallOptions>,
): Promise<readonly unknown[]> {
  const { enrichment, enrichmentParameters } = pipe.definition;
  const events: readonly unknown[] = records.map(({ event }) => event);
  if (enrichment === undefined) return events;
  const template = enrichmentParameters?.InputTemplate || undefined;
  const context = contextOf(pipe, host.clock.nowMs());
  const inputs = events.map((event) => (template ? fillTemplate(template, event, context) : JSON.stringify(event)));
  const answer = await invoke(host, enrichment, `[${inputs.join(",")}]`, await as());
  if (Array.isArray(answer)) return answer;
  const isNothing = answer === undefined || answer === null || answer === "" || isEmptyObject(answer);
  return isNothing ? [] : [answer];
}

/** Calls a function and gives what it answers. Rejects with its error. */
export async function invoke(host: ServiceHost, functionArn: string, body: string, as: CallOptions): Promise<unknown> {
  const { FunctionError, Payload } = await host.call(
    "lambda",
    "Invoke",
    { FunctionName: functionArn, InvocationType: "RequestResponse", Payload: Buffer.from(body) },
    as,
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) throw new Error(`${functionArn} failed: ${text.slice(0, 500)}`);
  return text === "" ? undefined : JSON.parse(text);
}

export function contextOf(pipe: Pipe, ingestionMs: number): TemplateContext {
  const { source, enrichment = "", target } = pipe.definition;
  return {
    pipeArn: pipeArn(pipe, pipe.name),
    pipeName: pipe.name,
    sourceArn: source,
    enrichmentArn: enrichment,
    targetArn: target,
    ingestionMs,
  };
}

function isEmptyObject(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && Object.keys(answer).length === 0;
}
