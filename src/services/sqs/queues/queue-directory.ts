import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Database, PartitionKey, WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { isFifo, messagesKey, type Queue, queueArn, queuesKey } from "./queue.ts";
import { type QueueSettings, toSettings } from "./queue-settings.ts";
import { queueStore } from "./queue-store.ts";

/** A queue with what each request needs of it, made once. */
export interface KnownQueue extends Queue {
  readonly arn: string;
  readonly isFifo: boolean;
  readonly settings: QueueSettings;
  readonly messagesKey: PartitionKey;
}

export interface QueueName extends Place {
  readonly name: string;
}

/** Finds queues by name, through a cache that each write of any server empties. */
export class QueueDirectory {
  readonly #storage: Database;
  readonly #queues: SharedCache<QueueName, KnownQueue | undefined>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    this.#storage = storage;
    this.#queues = caches.create<QueueName, KnownQueue | undefined>({
      most: limits.cachedQueues,
      kind: queuesKey({ account: "", region: "" }).kind,
      tables: { sqs_queues: "name" },
      textOf: ({ account, region, name }) => `${account} ${region} ${name}`,
      partitionOf: queuesKey,
      rowOf: ({ name }) => name,
      load: async ({ account, region, name }) => {
        const at = { account, region };
        const queue = await storage.partition(queuesKey(at)).read((tx) => queueStore.find(tx, at, name));
        return queue && toKnown(queue);
      },
    });
  }

  find(name: QueueName): Promise<KnownQueue | undefined> {
    return this.#queues.get(name);
  }

  /** Changes a queue's row; `change` gives undefined to leave it as it is. Gives undefined if the queue is not there. */
  change<T>(
    { account, region, name }: QueueName,
    change: (queue: Queue, tx: WriteTransaction) => Promise<{ readonly to?: Queue; readonly gives: T }>,
  ): Promise<{ readonly gives: T } | undefined> {
    const at = { account, region };
    return this.#storage.partition(queuesKey(at)).write(async (tx) => {
      const queue = await queueStore.find(tx, at, name);
      if (!queue) return undefined;
      const { to, gives } = await change(queue, tx);
      if (to) await queueStore.put(tx, to);
      return { gives };
    });
  }
}

export function toKnown(queue: Queue): KnownQueue {
  return {
    ...queue,
    arn: queueArn(queue, queue.name),
    isFifo: isFifo(queue),
    settings: toSettings(queue.attributes),
    messagesKey: messagesKey(queue),
  };
}
