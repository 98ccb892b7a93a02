import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun, missingParameter } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { isReserved, reservedTagKey } from "../tags/check-tags.ts";

/** Takes tags away: of a key with a value only if that is its value, without any all. What has none is none to take from. */
export const deleteTags: Ec2Operation<"DeleteTags"> = async (input, context) => {
  const { Resources: ids = [], Tags: given, DryRun } = input;
  if (ids.length === 0) throw missingParameter("resourceIdSet");
  const reserved = given?.find(({ Key = "" }) => isReserved(Key));
  if (reserved) throw reservedTagKey();
  if (DryRun) throw dryRun();
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    for (const resourceId of new Set(ids)) {
      const present = await tagStore.find(tx, resourceId);
      if (given === undefined || given.length === 0) {
        for (const key of Object.keys(present)) if (!isReserved(key)) await tagStore.remove(tx, { resourceId, key });
        continue;
      }
      for (const { Key: key = "", Value: value } of given) {
        const own = Object.hasOwn(present, key) ? present[key] : undefined;
        if (value === undefined || value === own) await tagStore.remove(tx, { resourceId, key });
      }
    }
  });
  return {};
};
