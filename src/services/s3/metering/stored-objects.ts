import type { PartitionKey } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { billStored } from "../../usage/stored.ts";
import { bucketArn, bucketsKind } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { objectStore, type VersionPlace } from "../objects/object-store.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import type { S3State } from "../state.ts";
import { storageNames } from "./storage-names.ts";

const dayMs = 24 * 60 * 60 * 1_000;
const gigabyte = 2 ** 30;
/** Versions added up in one statement: some milliseconds. */
const versionsAtOnce = 5_000;

/** What buckets hold, once a day as on AWS: on the bill, and in CloudWatch. Source: "Amazon S3 storage metrics". */
export const storedObjects = billStored<S3State>({
  kind: bucketsKind,
  everyMs: dayMs,
  list: async function* (key, { host, state }) {
    const row = await host.storage.partition(key).read(async (tx) => {
      const found = await bucketStore.find(tx);
      return found && { tags: await bucketStore.setting(tx, "tags") };
    });
    if (!row) return;
    const tags = JSON.parse(row.tags ?? "{}") as Tags;
    const [name = ""] = key.name.split("/");
    let objects = 0;
    for (const [storageClass, size] of await sizesOf(host, key)) {
      objects += size.objects;
      const names = storageNames[storageClass];
      if (!names) continue;
      const { usageType, storageType } = names;
      state.metering.holds(key, name, storageType, size.bytes);
      yield {
        service: "Amazon Simple Storage Service",
        usageType,
        operation: storageType,
        resource: bucketArn(name),
        tags,
        amount: size.bytes / gigabyte,
        per: "month",
      };
    }
    state.metering.counts(key, name, objects);
  },
});

interface Size {
  objects: number;
  bytes: number;
}

/** Of each storage class, former versions among them. */
async function sizesOf({ storage }: ServiceHost, key: PartitionKey): Promise<Map<StoredObject["storageClass"], Size>> {
  const sums = new Map<StoredObject["storageClass"], Size>();
  for (const table of ["current", "former"] as const) {
    for (let after: VersionPlace | undefined = { key: "", sequence: 0 }; after; ) {
      const from: VersionPlace = after;
      const { sizes, last } = await storage
        .partition(key)
        .read((tx) => objectStore.sizesAfter(tx, table, from, versionsAtOnce));
      for (const { storageClass, objects, bytes } of sizes) {
        const sum = sums.get(storageClass) ?? { objects: 0, bytes: 0 };
        sums.set(storageClass, { objects: sum.objects + objects, bytes: sum.bytes + bytes });
      }
      after = last;
    }
  }
  return sums;
}
