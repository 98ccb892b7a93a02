import type { Json } from "../../../cluster/cluster.ts";
import { askOthers } from "../../ask-others.ts";
import type { FlowStep } from "../../flows/flow-step.ts";
import type { ServiceHost } from "../../service.ts";
import { type FunctionIdentity, functionArn, functionKey } from "../functions/function.ts";
import type { InvocationOutcome, InvocationRequest } from "./invocation.ts";
import type { Target } from "./target.ts";

/** An event that a function has had, and what it made of it, as texts of JSON. */
export interface KeptEvent {
  readonly requestId: string;
  /** Of the function, without a qualifier. */
  readonly functionArn: string;
  readonly event: string;
  readonly clientContext?: string;
  /** Undefined while it runs, and of what was streamed. */
  readonly payload?: string;
  readonly failed?: boolean;
}

interface Held {
  /** `functionKey`: none of a function of the same name, before or after. */
  readonly of: string;
  readonly functionArn: string;
  readonly event: Uint8Array;
  readonly clientContext: string | undefined;
  /** Its part in what happened to an event. */
  readonly step: FlowStep | undefined;
  payload?: Uint8Array;
  failed?: boolean;
  bytes: number;
}

/** Each holds some hundred bytes besides what was sent. */
const mostEvents = 20_000;
/** Who looks for one had few at that time. To keep all of thousands a second is garbage that grows old: a tenth of what an event costs. */
const mostPerSecond = 100;
/** One that is larger is not kept: a few of them would push out all others. */
const largestBytes = 256 * 1024;

/**
 * The newest events of all functions, so that one can be run again against another code (docs/decisions/0089-events-that-are-kept.md). They are this node's
 * memory and nothing else: a limited number of bytes, gone with a stop. Where they may take no byte, nothing is done.
 */
export class KeptEvents {
  readonly #host: Pick<ServiceHost, "nodes" | "peers" | "flows">;
  readonly #mostBytes: number;
  readonly #byRequest = new Map<string, Held>();
  /** The ids, the oldest from `#oldest` on: a map's first key is dear to find when many before it were deleted. */
  #order: string[] = [];
  #oldest = 0;
  #bytes = 0;
  #second = 0;
  #ofSecond = 0;

  constructor(host: Pick<ServiceHost, "nodes" | "peers" | "flows">, mostBytes: number) {
    this.#host = host;
    this.#mostBytes = mostBytes;
    host.peers.answer(kind, async (asked) => {
      const { of, requestId } = asked as { of: string; requestId: string };
      return (this.#own(of, requestId) ?? null) as unknown as Json;
    });
  }

  /** A retry of the same event takes its place. */
  keep({ record }: Target, { requestId, event, clientContext, traceId }: InvocationRequest): void {
    if (this.#mostBytes === 0 || event.byteLength > largestBytes || !this.#hasTurn()) return;
    if (!this.#forget(requestId)) this.#order.push(requestId);
    const kept = ownBytes(event);
    const bytes = bytesOf(kept) + (clientContext?.length ?? 0);
    const arn = functionArn(record);
    this.#byRequest.set(requestId, {
      of: functionKey(record),
      functionArn: arn,
      event: kept,
      clientContext,
      step:
        traceId === undefined
          ? undefined
          : this.#host.flows.began({ traceId, functionArn: arn, requestId, event: kept }),
      bytes,
    });
    this.#add(bytes);
  }

  #hasTurn(): boolean {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#ofSecond = 0;
    }
    return this.#ofSecond++ < mostPerSecond;
  }

  /** What became of it. */
  settle({ requestId }: InvocationRequest, { payload, failed }: InvocationOutcome): void {
    const held = this.#byRequest.get(requestId);
    if (!held) return;
    held.failed = failed;
    if (held.step) this.#host.flows.ended(held.step, failed);
    if (payload.byteLength > largestBytes) return;
    held.payload = ownBytes(payload);
    const bytes = bytesOf(held.payload);
    held.bytes += bytes;
    this.#add(bytes);
  }

  /** Also of those that ran at other nodes. */
  async find(identity: FunctionIdentity, requestId: string): Promise<KeptEvent | undefined> {
    const of = functionKey(identity);
    const own = this.#own(of, requestId);
    if (own) return own;
    const answers = await askOthers(this.#host, kind, { of, requestId });
    return answers.find((answer) => answer !== null) as unknown as KeptEvent | undefined;
  }

  clear(): void {
    this.#byRequest.clear();
    this.#order = [];
    this.#oldest = 0;
    this.#bytes = 0;
  }

  #own(of: string, requestId: string): KeptEvent | undefined {
    const held = this.#byRequest.get(requestId);
    if (held?.of !== of) return undefined;
    const { functionArn: arn, event, clientContext, payload, failed } = held;
    return {
      requestId,
      functionArn: arn,
      event: toText(event),
      ...(clientContext !== undefined && { clientContext }),
      ...(payload && { payload: toText(payload) }),
      ...(failed !== undefined && { failed }),
    };
  }

  #add(bytes: number): void {
    this.#bytes += bytes;
    while (this.#bytes > this.#mostBytes || this.#byRequest.size > mostEvents) {
      const oldest = this.#order[this.#oldest++];
      if (oldest === undefined) break;
      this.#forget(oldest);
    }
    if (this.#oldest < mostEvents) return;
    this.#order = this.#order.slice(this.#oldest);
    this.#oldest = 0;
  }

  #forget(requestId: string): boolean {
    const held = this.#byRequest.get(requestId);
    if (!held) return false;
    this.#bytes -= held.bytes;
    return this.#byRequest.delete(requestId);
  }
}

const kind = "lambda.keptEvent";

/** A small part of a buffer keeps all of it: the head of its request, or others' events. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength > bytes.byteLength + mostBeside ? new Uint8Array(bytes) : bytes;
}

/** To copy less than that costs more memory than it saves. */
const mostBeside = 512;

function bytesOf({ buffer }: Uint8Array): number {
  return buffer.byteLength;
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
