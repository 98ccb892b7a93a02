import type { ReadTransaction } from "../../../storage/database.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { compileFilters, exactTag, exactValue, type Filters, type FilterTable } from "../resources/filters.ts";
import { checkPage } from "../resources/page.ts";
import { toRowPage } from "../resources/row-page.ts";
import { findVolumes } from "./find-volumes.ts";
import type { TaggedVolume } from "./volume-filters.ts";

interface ListInput {
  readonly VolumeIds?: readonly string[] | undefined;
  readonly Filters?: Filters | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** A page of volumes with their tags. Throws for filters that the table does not have, and for ids that are not there. */
export async function listVolumes(
  tx: ReadTransaction,
  { VolumeIds: ids = [], Filters, MaxResults, NextToken }: ListInput,
  table: FilterTable<TaggedVolume>,
  region: string,
  tells: (volume: TaggedVolume) => boolean = () => true,
) {
  checkPage({ MaxResults }, ids, "volumeIds");
  const matches = compileFilters(Filters, table, ({ tags }) => tags);
  const fits = (each: TaggedVolume) => !each.volume.binned && matches(each) && tells(each);
  if (ids.length > 0) {
    const items: TaggedVolume[] = [];
    for (const volume of await findVolumes(tx, ids))
      items.push({ volume, region, tags: await tagStore.find(tx, volume.id) });
    return { items: items.filter(fits), NextToken: undefined };
  }
  const tag = exactTag(Filters);
  const instanceId = exactValue(Filters, "attachment.instance-id");
  return toRowPage({
    read: async (after, limit) => {
      const volumes =
        instanceId !== undefined
          ? (await volumeStore.ofInstance(tx, instanceId)).filter(({ id }) => id > after).slice(0, limit)
          : tag
            ? await volumeStore.ofTag(tx, tag, after, limit)
            : await volumeStore.list(tx, after, limit);
      const tags = await tagStore.ofRange(tx, volumes[0]?.id ?? "", volumes.at(-1)?.id ?? "");
      return volumes.map((volume) => ({ volume, region, tags: tags.get(volume.id) ?? {} }));
    },
    fits,
    idOf: ({ volume }) => volume.id,
    MaxResults,
    NextToken,
  });
}
