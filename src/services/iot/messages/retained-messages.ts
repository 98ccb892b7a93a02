import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { TokenBuckets } from "../../token-buckets.ts";
import { retainedTooFast, tooManyRetained } from "../errors.ts";
import { limits } from "../limits.ts";
import type { DeviceMessage } from "./device-message.ts";
import { placeText } from "./device-message.ts";
import { type RetainedMessage, retainedKey, retainedStore } from "./retained-store.ts";
import { takesTopic } from "./topic-filter.ts";

const rowsAtOnce = 100;
const recountMs = 60_000;
/** Of one subscription: a filter as wide as `#` does not bring a whole account's at once. */
const mostMatched = 10_000;

/** What is told to whoever subscribes later: the last message of a topic that was published to be retained. */
export class RetainedMessages {
  readonly #host: ServiceHost;
  /** How many there were when they were last counted, and topics that have come since. */
  readonly #counts = new BoundedCache<string, { count: number; readonly atMs: number }>(1_000);

  readonly #most: number;
  readonly #rates: TokenBuckets;

  constructor(host: ServiceHost, most: number = limits.retainedMessages) {
    this.#host = host;
    this.#most = most;
    this.#rates = new TokenBuckets(host);
  }

  /** Without a payload, what was retained is retained no more. */
  async keep(message: DeviceMessage): Promise<void> {
    const { topic, payload, qos, publishedMs, properties } = message;
    const { retainedPerSecond: rate } = limits;
    if (!this.#rates.take(placeText(message), rate, rate)) throw retainedTooFast();
    await this.#host.storage.partition(retainedKey(message)).write(async (tx) => {
      if (payload.byteLength === 0) return retainedStore.remove(tx, topic);
      await this.#checkCount(tx, message);
      const { messageExpirySeconds, correlationData, ...others } = properties ?? {};
      const head = {
        qos,
        modifiedMs: publishedMs,
        ...others,
        ...(correlationData && { correlationData: Buffer.from(correlationData).toString("base64") }),
        ...(messageExpirySeconds !== undefined && { expiresMs: publishedMs + messageExpirySeconds * 1000 }),
      };
      return retainedStore.put(tx, { topic, head, payload });
    });
  }

  /** Counted anew once a minute: a topic that is there already is always taken. */
  async #checkCount(tx: WriteTransaction, message: DeviceMessage): Promise<void> {
    const nowMs = this.#host.clock.monotonicMs();
    const place = placeText(message);
    let known = this.#counts.get(place);
    if (!known || nowMs - known.atMs > recountMs)
      known = this.#counts.set(place, { count: await retainedStore.count(tx), atMs: nowMs });
    if (await retainedStore.find(tx, message.topic)) return;
    if (known.count >= this.#most) throw tooManyRetained();
    known.count++;
  }

  async find(at: Place, topic: string): Promise<RetainedMessage | undefined> {
    const found = await this.#host.storage.partition(retainedKey(at)).read((tx) => retainedStore.find(tx, topic));
    return found && this.#isWanted(found) ? found : undefined;
  }

  list(at: Place, after: string, limit: number): Promise<RetainedMessage[]> {
    return this.#host.storage.partition(retainedKey(at)).read((tx) => retainedStore.list(tx, "", after, limit));
  }

  /** Those that a filter takes, as messages. */
  async *matching(at: Place, filter: string): AsyncGenerator<DeviceMessage> {
    const wildcard = filter.search(/[+#]/);
    if (wildcard < 0) {
      const found = await this.find(at, filter);
      if (found) yield toMessage(at, found);
      return;
    }
    // `a/#` takes `a`, too.
    const prefix = filter.slice(0, wildcard).replace(/\/$/, "");
    let after = "";
    for (let looked = 0; looked < mostMatched; ) {
      const rows = await this.#host.storage
        .partition(retainedKey(at))
        .read((tx) => retainedStore.list(tx, prefix, after, rowsAtOnce));
      if (after === "" && prefix !== "") {
        const itself = await this.find(at, prefix);
        if (itself && takesTopic(filter, prefix)) yield toMessage(at, itself);
      }
      for (const row of rows) if (takesTopic(filter, row.topic) && this.#isWanted(row)) yield toMessage(at, row);
      if (rows.length < rowsAtOnce) return;
      looked += rows.length;
      after = rows.at(-1)?.topic ?? "";
    }
  }

  #isWanted({ head }: RetainedMessage): boolean {
    return head.expiresMs === undefined || head.expiresMs > this.#host.clock.nowMs();
  }
}

function toMessage({ account, region }: Place, { topic, head, payload }: RetainedMessage): DeviceMessage {
  const { qos, modifiedMs, expiresMs, correlationData, ...others } = head;
  const properties = {
    ...others,
    ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData, "base64") }),
    ...(expiresMs !== undefined && { messageExpirySeconds: Math.ceil((expiresMs - modifiedMs) / 1000) }),
  };
  return { account, region, topic, payload, qos, retain: true, publishedMs: modifiedMs, properties, source: {} };
}
