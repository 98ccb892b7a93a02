import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";
import { toListedDocument, toResourcePolicy } from "../records/to-resource-policy.ts";

export const describeResourcePolicies: LogsOperation<"DescribeResourcePolicies"> = async (input, context) => {
  if (input.resourceArn !== undefined || input.policyScope === "RESOURCE")
    throw notSupported("resource policies of a single resource");
  const after = fromPageToken(input.nextToken, invalidToken) ?? "";
  const limit = input.limit ?? limits.describePage;
  const partition = context.host.storage.partition(recordsKey(context, "logs.resource-policies"));
  const all = await partition.read((tx) => recordStore.list(tx, "logs.resource-policies"));
  const rest = all.filter(({ name }) => name > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    resourcePolicies: page.map((policy) =>
      toResourcePolicy({ ...policy, document: toListedDocument(policy.document) }),
    ),
    nextToken: last && rest.length > page.length ? toPageToken(last.name) : undefined,
  };
};
