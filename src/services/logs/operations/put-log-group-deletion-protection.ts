import { groupNotFound } from "../errors.ts";
import { changeGroup } from "../groups/change-group.ts";
import { groupNameOf } from "../groups/log-group.ts";
import type { LogsOperation } from "../operation.ts";

export const putLogGroupDeletionProtection: LogsOperation<"PutLogGroupDeletionProtection"> = async (
  { logGroupIdentifier, deletionProtectionEnabled },
  context,
) => {
  const name = groupNameOf(logGroupIdentifier, context);
  if (name === undefined) throw groupNotFound();
  await changeGroup(context, name, () => ({ isProtected: deletionProtectionEnabled }));
  return {};
};
