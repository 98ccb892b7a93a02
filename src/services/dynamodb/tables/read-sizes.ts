import type { PartitionKey } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { itemStore, ofItems } from "../items/item-store.ts";
import { partsOf } from "../partitions/layout.ts";
import { partitionsOfIndex } from "./drop-partition.ts";
import { itemsKey, type Table } from "./table.ts";
import type { Sizes, SizesOf } from "./to-description.ts";

/** Counts what a table and its indexes hold: a read of one row in each partition. */
export async function readSizes(host: ServiceHost, table: Table): Promise<SizesOf> {
  const sizes = new Map<string, Sizes>();
  const add = (name: string, { items, bytes }: Sizes) => {
    const known = sizes.get(name) ?? { items: 0, bytes: 0 };
    sizes.set(name, { items: known.items + items, bytes: known.bytes + bytes });
  };
  const read = (key: PartitionKey) => host.storage.partition(key).read((tx) => itemStore.totals(tx));
  const reads = partsOf(table).map(async ({ number }) => {
    for (const [name, size] of await read(itemsKey(table, number))) add(name, size);
  });
  for (const { id, name } of table.globalIndexes)
    for (const key of partitionsOfIndex(table, id))
      reads.push(read(key).then((found) => add(name, found.get(ofItems) ?? { items: 0, bytes: 0 })));
  await Promise.all(reads);
  return (index = ofItems) => sizes.get(index) ?? { items: 0, bytes: 0 };
}
