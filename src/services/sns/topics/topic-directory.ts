import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Database, WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { isFifo, type Topic, type TopicName, topicArn, topicsKey, topicsKind } from "./topic.ts";
import { type TopicSettings, toSettings } from "./topic-settings.ts";
import { topicStore } from "./topic-store.ts";

/** A topic with what each request needs of it, made once. */
export interface KnownTopic extends Topic {
  readonly arn: string;
  readonly isFifo: boolean;
  readonly settings: TopicSettings;
}

/** Finds topics by name, through a cache that each write of any server empties. */
export class TopicDirectory {
  readonly #storage: Database;
  readonly #topics: SharedCache<TopicName, KnownTopic | undefined>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    this.#storage = storage;
    this.#topics = caches.create<TopicName, KnownTopic | undefined>({
      most: limits.cachedTopics,
      kind: topicsKind,
      tables: { sns_topics: "name" },
      textOf: ({ account, region, name }) => `${account} ${region} ${name}`,
      partitionOf: topicsKey,
      rowOf: ({ name }) => name,
      load: async ({ account, region, name }) => {
        const at = { account, region };
        const topic = await storage.partition(topicsKey(at)).read((tx) => topicStore.find(tx, at, name));
        return topic && toKnown(topic);
      },
    });
  }

  find(name: TopicName): Promise<KnownTopic | undefined> {
    return this.#topics.get(name);
  }

  /** Changes a topic's row. False if the topic is not there, or is another one of the name. */
  change(
    { account, region, name, id }: Topic,
    change: (topic: Topic, tx: WriteTransaction) => Topic | Promise<Topic>,
  ): Promise<boolean> {
    const at = { account, region };
    return this.#storage.partition(topicsKey(at)).write(async (tx) => {
      const topic = await topicStore.find(tx, at, name);
      if (topic?.id !== id) return false;
      await topicStore.put(tx, await change(topic, tx));
      return true;
    });
  }
}

export function toKnown(topic: Topic): KnownTopic {
  return { ...topic, arn: topicArn(topic, topic.name), isFifo: isFifo(topic), settings: toSettings(topic) };
}
