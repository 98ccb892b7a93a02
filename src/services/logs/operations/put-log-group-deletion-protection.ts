import { changeGroup } from "../change-group.ts";
import { groupNotFound } from "../errors.ts";
import { groupNameOf } from "../log-group.ts";
import type { LogsOperation } from "../service-context.ts";

export const putLogGroupDeletionProtection: LogsOperation<"PutLogGroupDeletionProtection"> = async (
  { logGroupIdentifier, deletionProtectionEnabled },
  context,
) => {
  const name = groupNameOf(logGroupIdentifier, context);
  if (name === undefined) throw groupNotFound();
  await changeGroup(context, name, () => ({ isProtected: deletionProtectionEnabled }));
  return {};
};
