import type { Json } from "../../cluster/cluster.ts";
import { askOthers } from "../ask-others.ts";
import type { OperationContext, ServiceHost } from "../service.ts";
import type { Flow, FlowLog, FlowStep, FlowSummary, TracedRun } from "./flow-step.ts";
import { payloadOf } from "./payload-of.ts";

/** Each holds some kilobytes at most, and usually some hundred bytes. */
const mostFlows = 1_000;
const mostSteps = 200;
/** Of thousands a second nobody looks for one; those that are kept are kept whole. */
const mostNewPerSecond = 20;
const mostBytes = 16 * 1024 ** 2;
/** What a step takes beside its texts. */
const stepBytes = 400;
const mostListed = 100;

/** A call that carried a trace's header, when it was answered. */
export interface TracedCall {
  readonly traceId: string;
  readonly context: OperationContext;
  /** `sqs:SendMessage` */
  readonly action: string;
  readonly resource: () => string | readonly string[] | Promise<string | readonly string[]>;
  readonly input: Readonly<Record<string, unknown>>;
  readonly tookMs: number;
  readonly error: string | undefined;
}

/**
 * What happened to the newest events, put together by the header that goes along with each (`X-Amzn-Trace-Id`), whether X-Ray is told or not: for the console's
 * map of a flow. They are this node's memory and nothing else, bounded, gone with a stop; in `enforce` mode nothing is kept, since IAM knows nobody who may ask
 * (docs/decisions/0098-flows.md).
 */
export class Flows implements FlowLog {
  readonly #host: Pick<ServiceHost, "nodes" | "peers" | "clock">;
  readonly #isOn: boolean;
  /** By the trace's root, the oldest first. */
  readonly #flows = new Map<string, FlowStep[]>();
  #bytes = 0;
  #second = 0;
  #ofSecond = 0;
  #number = 0;

  constructor(host: Pick<ServiceHost, "nodes" | "peers" | "clock" | "config">) {
    this.#host = host;
    this.#isOn = host.config.auth === "open";
    host.peers.answer(kind, async (asked) => {
      const { root } = asked as { root?: string };
      return (root === undefined ? this.#ownList() : (this.#flows.get(root) ?? [])) as unknown as Json;
    });
  }

  /** Nothing waits for it, and it never fails. */
  called(call: TracedCall): void {
    const root = this.#isOn ? rootOf(call.traceId) : undefined;
    if (root === undefined || isNoise(call.action) || !this.#hasRoom(root)) return;
    void this.#noteCall(root, call).catch(() => {});
  }

  /** Undefined where it is not noted. */
  began({ traceId, functionArn, requestId, event }: TracedRun): FlowStep | undefined {
    const root = this.#isOn ? rootOf(traceId) : undefined;
    if (root === undefined || !this.#hasRoom(root)) return undefined;
    return this.#add(root, {
      number: ++this.#number,
      kind: "run",
      atMs: this.#host.clock.nowMs(),
      from: sourceOf(event),
      to: functionArn,
      action: "lambda:run",
      requestId,
    });
  }

  /** What has become of a run. */
  ended(step: FlowStep, failed: boolean): void {
    step.tookMs = Math.max(0, this.#host.clock.nowMs() - step.atMs);
    if (failed) step.error = "failed";
  }

  /** The newest first, of all nodes. */
  async list(): Promise<readonly FlowSummary[]> {
    const others = await askOthers(this.#host, kind, {});
    const all = [this.#ownList(), ...(others as unknown as FlowSummary[][])].flat();
    const byRoot = new Map<string, FlowSummary>();
    for (const found of all) byRoot.set(found.root, merged(byRoot.get(found.root), found));
    return [...byRoot.values()].sort((one, other) => other.atMs - one.atMs).slice(0, mostListed);
  }

  /** By its root, or by a request that was part of it here. */
  async find(rootOrRequest: string): Promise<Flow | undefined> {
    const root = this.#flows.has(rootOrRequest) ? rootOrRequest : (this.#rootOfRequest(rootOrRequest) ?? rootOrRequest);
    const others = (await askOthers(this.#host, kind, { root })) as unknown as FlowStep[][];
    const steps = [...(this.#flows.get(root) ?? []), ...others.flat()].sort(inOrder);
    return steps.length === 0 ? undefined : { root, steps };
  }

  clear(): void {
    this.#flows.clear();
    this.#bytes = 0;
  }

  async #noteCall(root: string, { context, action, resource, input, tookMs, error }: TracedCall): Promise<void> {
    const atMs = Math.round(this.#host.clock.nowMs() - tookMs);
    const found = await resource();
    const payload = payloadOf(input);
    this.#add(root, {
      number: ++this.#number,
      kind: "call",
      atMs,
      tookMs: Math.round(tookMs * 10) / 10,
      from: context.sourceArn ?? context.principal.arn,
      to: typeof found === "string" ? found : (found[0] ?? "*"),
      action,
      requestId: context.requestId,
      ...(error !== undefined && { error }),
      ...(payload !== undefined && { payload }),
    });
  }

  #hasRoom(root: string): boolean {
    const known = this.#flows.get(root);
    if (known) return known.length < mostSteps;
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#ofSecond = 0;
    }
    return this.#ofSecond++ < mostNewPerSecond;
  }

  #add(root: string, step: FlowStep): FlowStep {
    const steps = this.#flows.get(root);
    if (steps) steps.push(step);
    else this.#flows.set(root, [step]);
    this.#bytes += bytesOf(step);
    for (const [oldest, left] of this.#flows) {
      if (this.#flows.size <= mostFlows && this.#bytes <= mostBytes) break;
      this.#flows.delete(oldest);
      for (const each of left) this.#bytes -= bytesOf(each);
    }
    return step;
  }

  #ownList(): FlowSummary[] {
    return [...this.#flows].slice(-mostListed).map(([root, steps]) => toSummary(root, steps));
  }

  #rootOfRequest(requestId: string): string | undefined {
    for (const [root, steps] of this.#flows) if (steps.some((step) => step.requestId === requestId)) return root;
    return undefined;
  }
}

const kind = "flows";

/** Of what does not change any more. */
function bytesOf({ from, to, payload }: FlowStep): number {
  return stepBytes + (from?.length ?? 0) + to.length + (payload?.length ?? 0);
}

/** Its own telling of what it did is no part of it. */
function isNoise(action: string): boolean {
  return action.startsWith("xray:") || action.startsWith("logs:");
}

/** `1-67891233-abcdef012345678912345678` */
function rootOf(traceId: string): string | undefined {
  const at = traceId.indexOf("Root=");
  const root = at < 0 ? "" : traceId.slice(at + "Root=".length, at + "Root=".length + rootCharacters);
  return root.length === rootCharacters && root.startsWith("1-") ? root : undefined;
}

const rootCharacters = 35;
const lookedAt = 2_048;

/** The queue or stream that an event was read from. */
function sourceOf(event: Uint8Array): string | undefined {
  const start = Buffer.from(event.buffer, event.byteOffset, Math.min(event.byteLength, lookedAt)).toString("latin1");
  return /"eventSourceARN"\s*:\s*"([^"]{1,1024})"/.exec(start)?.[1];
}

/** A call is noted when it is answered, and may by then have led to what is noted already; within one millisecond a run comes after its call. */
function inOrder(one: FlowStep, other: FlowStep): number {
  return one.atMs - other.atMs || Number(one.kind === "run") - Number(other.kind === "run");
}

function toSummary(root: string, steps: readonly FlowStep[]): FlowSummary {
  const resources = new Set<string>();
  for (const { from, to, kind: of } of steps.toSorted(inOrder)) {
    // What a run was read from, or a call was made for, stood there before; who else calls is no resource.
    if (from?.startsWith("arn:") && (of === "run" || !/:(?:iam|sts):/.test(from))) resources.add(from);
    resources.add(to);
  }
  return {
    root,
    atMs: Math.min(...steps.map(({ atMs }) => atMs)),
    endMs: Math.max(...steps.map(({ atMs, tookMs = 0 }) => atMs + tookMs)),
    steps: steps.length,
    failed: steps.filter(({ error }) => error !== undefined).length,
    resources: [...resources].slice(0, 8),
  };
}

function merged(one: FlowSummary | undefined, other: FlowSummary): FlowSummary {
  if (!one) return other;
  const [first, second] = one.atMs <= other.atMs ? [one, other] : [other, one];
  return {
    root: one.root,
    atMs: first.atMs,
    endMs: Math.max(one.endMs, other.endMs),
    steps: one.steps + other.steps,
    failed: one.failed + other.failed,
    resources: [...new Set([...first.resources, ...second.resources])].slice(0, 8),
  };
}
