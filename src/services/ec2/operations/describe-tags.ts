import type { ResourceType } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { type TagRow, tagStore } from "../../block-storage/tag-store.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { dryRun, invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { kindName } from "../resources/kind-names.ts";
import { checkPage } from "../resources/page.ts";

/** Tags of all resources, in the order of their ids and keys. */
export const describeTags: Ec2Operation<"DescribeTags"> = async (input, context) => {
  const { Filters, DryRun, MaxResults: size = limits.largestPage, NextToken } = input;
  checkPage(input, undefined, "");
  if (DryRun) throw dryRun();
  const fits = compileFilters(Filters, filters);
  const [resourceId = "", key = ""] = fromPageToken(NextToken || undefined, invalidToken)?.split("\n") ?? [];
  return context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const found: TagRow[] = [];
    let after = { resourceId, key };
    for (;;) {
      const rows = await tagStore.list(tx, after, limits.largestPage);
      for (const row of rows) {
        if (!fits(row)) continue;
        if (found.length === size) return toAnswer(found, found.at(-1));
        found.push(row);
      }
      const last = rows.at(-1);
      if (!last || rows.length < limits.largestPage) return toAnswer(found, undefined);
      after = last;
    }
  });
};

function toAnswer(rows: readonly TagRow[], next: TagRow | undefined) {
  return {
    Tags: rows.map((row) => ({
      ResourceId: row.resourceId,
      ResourceType: kindOf(row),
      Key: row.key,
      Value: row.value,
    })),
    NextToken: next && toPageToken(`${next.resourceId}\n${next.key}`),
  };
}

function kindOf({ resourceId }: TagRow): ResourceType | undefined {
  return kindName(resourceId) as ResourceType | undefined;
}

const filters: FilterTable<TagRow> = {
  key: ({ key }) => [key],
  "resource-id": ({ resourceId }) => [resourceId],
  "resource-type": (row) => [kindOf(row)],
  value: ({ value }) => [value],
};
