import { parseArn } from "../../platform/arn.ts";
import type { ServiceModels } from "../models.ts";
import type { CallInput, ServiceHost } from "../service.ts";
import { type Caller, callAs, type EventSource } from "./caller.ts";
import { delivered, judge, type Verdict } from "./verdict.ts";

type Entry = NonNullable<CallInput<ServiceModels["sqs"], "SendMessageBatch">["Entries"]>[number];

/** A message for a queue, as SendMessageBatch has it. */
export type QueueMessage = Omit<Entry, "Id">;

/** To which queue, in whose name. */
export interface QueueAddress {
  /** The queue's ARN. */
  readonly queue: string;
  readonly caller: Caller;
  readonly source: EventSource;
}

interface Waiting {
  readonly message: QueueMessage;
  readonly bytes: number;
  readonly settle: (verdict: Verdict) => void;
}

interface Lane {
  readonly address: QueueAddress;
  readonly waiting: Waiting[];
  calls: number;
  isWoken: boolean;
}

/** Of one SendMessageBatch. Source: "Amazon SQS message quotas". */
const mostEntries = 10;
const mostBytes = 1024 * 1024;
/** Calls to one queue at the same time: what comes meanwhile goes together. */
const mostCalls = 2;

/**
 * Sends many messages to queues, as few calls as that takes: what is sent to one queue in one name while calls are under way goes together with the next. A message that
 * comes alone waits for nothing. Each message has a verdict of its own, as `sendToTarget` gives it. Standard queues may have a message twice if the
 * server dies: who sends it again has not been told.
 */
export class QueueBatches {
  readonly #host: ServiceHost;
  readonly #lanes = new Map<string, Lane>();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** Never rejects. */
  send(address: QueueAddress, message: QueueMessage): Promise<Verdict> {
    const key = `${address.queue} ${address.source.arn ?? ""} ${JSON.stringify(address.caller)}`;
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { address, waiting: [], calls: 0, isWoken: false };
      this.#lanes.set(key, lane);
    }
    const { waiting } = lane;
    const verdict = new Promise<Verdict>((settle) => waiting.push({ message, bytes: bytesOf(message), settle }));
    this.#wake(key, lane);
    return verdict;
  }

  #wake(key: string, lane: Lane): void {
    if (lane.isWoken || lane.calls >= mostCalls) return;
    lane.isWoken = true;
    queueMicrotask(() => {
      lane.isWoken = false;
      while (lane.waiting.length > 0 && lane.calls < mostCalls) void this.#call(key, lane);
    });
  }

  async #call(key: string, lane: Lane): Promise<void> {
    const batch = takeBatch(lane.waiting);
    lane.calls++;
    const verdicts = await this.#send(lane.address, batch);
    lane.calls--;
    for (const [index, { settle }] of batch.entries()) settle(verdicts[index] ?? delivered);
    if (lane.waiting.length > 0) this.#wake(key, lane);
    else if (lane.calls === 0) this.#lanes.delete(key);
  }

  async #send({ queue, caller, source }: QueueAddress, batch: readonly Waiting[]): Promise<Verdict[]> {
    const arn = parseArn(queue);
    if (!arn) return batch.map(() => ({ kind: "never", reason: `${queue} is no queue` }));
    const at = { account: arn.account, region: arn.region };
    const QueueUrl = `${this.#host.config.endpoint()}/${arn.account}/${arn.resource}`;
    const Entries = batch.map(({ message }, index) => ({ ...message, Id: String(index) }));
    try {
      const { Failed = [] } = await callAs(this.#host, caller, { source, at }, (as) =>
        this.#host.call("sqs", "SendMessageBatch", { QueueUrl, Entries }, as),
      );
      const verdicts: Verdict[] = batch.map(() => delivered);
      for (const { Id, SenderFault, Message: reason = "" } of Failed)
        verdicts[Number(Id)] = { kind: SenderFault ? "never" : "later", reason };
      return verdicts;
    } catch (error) {
      const verdict = judge(error);
      return batch.map(() => verdict);
    }
  }
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  while (count < waiting.length && count < mostEntries) {
    bytes += (waiting[count] as Waiting).bytes;
    if (count > 0 && bytes > mostBytes) break;
    count++;
  }
  return waiting.splice(0, count);
}

function bytesOf({ MessageBody = "", MessageAttributes = {} }: QueueMessage): number {
  let bytes = Buffer.byteLength(MessageBody);
  for (const [name, { DataType = "", StringValue = "", BinaryValue }] of Object.entries(MessageAttributes))
    bytes += name.length * 3 + DataType.length + Buffer.byteLength(StringValue) + (BinaryValue?.length ?? 0);
  return bytes;
}
