import { eachRow } from "../../../storage/each-row.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidParameter, invalidToken, notSupported } from "../errors.ts";
import { groupStore } from "../groups/group-store.ts";
import { groupArn, groupsKey, type LogGroup } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";

/** The groups whose names match, in brief. No account is linked, so there are none of other accounts. */
export const listLogGroups: LogsOperation<"ListLogGroups"> = async (input, context) => {
  const { logGroupNamePattern: pattern = "", logGroupClass, accountIdentifiers, includeLinkedAccounts } = input;
  if (input.dataSources?.length) throw notSupported("the filter dataSources");
  if (input.fieldIndexNames?.length) throw notSupported("the filter fieldIndexNames");
  const after = fromPageToken(input.nextToken, invalidToken);
  const limit = input.limit ?? limits.describePage;
  const isWanted = toNameTest(pattern);
  const found: LogGroup[] = [];
  const isOther = includeLinkedAccounts && accountIdentifiers?.length && !accountIdentifiers.includes(context.account);
  if (!isOther) {
    await context.host.storage.partition(groupsKey(context)).read(async (tx) => {
      found.length = 0;
      const read = (last: LogGroup | undefined) =>
        groupStore.list(tx, { after: last?.name ?? after, limit: rowsAtOnce });
      for await (const group of eachRow(read, rowsAtOnce)) {
        if (isWanted(group.name) && (!logGroupClass || group.class === logGroupClass)) found.push(group);
        // One more than the page tells whether there is a next one.
        if (found.length > limit) break;
      }
    });
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    logGroups: page.map((group) => ({
      logGroupName: group.name,
      logGroupArn: groupArn(context, group.name),
      logGroupClass: group.class,
    })),
    nextToken: last && found.length > limit ? toPageToken(last.name) : undefined,
  };
};

const rowsAtOnce = 200;

/** Parts between bars of which the name must have one; with `^` it must begin so. Source: "ListLogGroups", logGroupNamePattern. */
function toNameTest(pattern: string): (name: string) => boolean {
  if (pattern === "") return () => true;
  const parts = pattern.split("|");
  if (parts.length > 5) throw invalidParameter("The pattern may have at most five parts.");
  return (name) => parts.some((part) => (part.startsWith("^") ? name.startsWith(part.slice(1)) : name.includes(part)));
}
