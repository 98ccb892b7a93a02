import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun, missingParameter, tooManyTags } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { readTags } from "../tags/check-tags.ts";
import { requireResources } from "../tags/require-resources.ts";

/** Adds tags to resources of any kind, to all or to none. */
export const createTags: Ec2Operation<"CreateTags"> = async (input, context) => {
  const { Resources: ids = [], Tags: given = [], DryRun } = input;
  if (ids.length === 0) throw missingParameter("resourceIdSet");
  if (given.length === 0) throw missingParameter("Tag");
  const tags = Object.entries(readTags(given));
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    await requireResources(tx, ids, context);
    if (DryRun) throw dryRun();
    for (const resourceId of new Set(ids)) {
      const present = await tagStore.find(tx, resourceId);
      const added = tags.filter(([key]) => !Object.hasOwn(present, key));
      if (Object.keys(present).length + added.length > limits.tagsPerResource) throw tooManyTags();
      for (const [key, value] of tags) await tagStore.put(tx, { resourceId, key, value });
    }
  });
  return {};
};
