import type { ServiceHost } from "../../../service.ts";
import { Sampler } from "../../../traces/sampler.ts";
import { SegmentSender } from "../../../traces/segment-sender.ts";
import { type FunctionRecord, functionArn } from "../../functions/function.ts";
import type { InvocationOutcome, InvocationRequest } from "../invocation.ts";
import { functionRoleSession } from "../role-session.ts";
import { readTraceHeader } from "../trace-header.ts";
import type { TracedFacts } from "./traced-facts.ts";

/** An invocation of which X-Ray is to be told. */
export interface TracedInvocation {
  /** With the header that the function is given: its own segment is the parent of what it does. */
  readonly request: InvocationRequest;
  ended(outcome: InvocationOutcome): void;
  /** It was not run. */
  failed(error: unknown): void;
}

/**
 * What Lambda tells X-Ray of functions that are traced actively, and brings what their SDKs tell: in the name of the function's role, which must be
 * allowed to. Nothing waits for it, and what cannot be brought is dropped. Source: "Visualize Lambda function invocations using AWS X-Ray".
 */
export class Traces {
  readonly #host: ServiceHost;
  readonly #sampler: Sampler;
  readonly #sender: SegmentSender<FunctionRecord>;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#sampler = new Sampler(host);
    this.#sender = new SegmentSender(host, async (record) => (await functionRoleSession(host, record)).as);
  }

  /** Undefined of what is not traced: most. */
  begin(record: FunctionRecord, request: InvocationRequest): TracedInvocation | undefined {
    if (record.configuration.tracing !== "Active" || request.traceId === undefined) return undefined;
    const isNew = request.beginsTrace === true;
    const { root, parent, sampled, rest } = readTraceHeader(request.traceId);
    if (!(isNew ? this.#sampler.samples(functionArn(record)) : sampled)) return undefined;
    const { clock, random } = this.#host;
    const ids = random.bytes(16).toString("hex");
    const known = {
      record,
      requestId: request.requestId,
      root,
      parent: isNew ? undefined : parent,
      serviceSegment: ids.slice(0, 16),
      functionSegment: ids.slice(16),
      beganMs: clock.nowMs(),
    };
    const tell = (outcome: InvocationOutcome | undefined, error: unknown) =>
      void this.#tell({ ...known, endedMs: clock.nowMs(), outcome, error });
    return {
      request: { ...request, traceId: `Root=${root};Parent=${known.functionSegment};Sampled=1${rest}` },
      ended: (outcome) => tell(outcome, undefined),
      failed: (error) => tell(undefined, error),
    };
  }

  /** A document that a function's SDK has sent to the daemon. */
  take(record: FunctionRecord, document: string): void {
    this.#sender.take(record, document);
  }

  /** Fulfilled when all that waited has been brought, or dropped. */
  flush(): Promise<void> {
    return this.#sender.flush();
  }

  async #tell(facts: TracedFacts): Promise<void> {
    const { toSegments } = await import("./to-segments.ts");
    for (const segment of toSegments(facts)) this.take(facts.record, JSON.stringify(segment));
  }
}
