import { fail } from "../../../platform/aws-error.ts";
import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { keyIsNotYours } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";

/** A key that was never used has `N/A` for service and region. */
export const getAccessKeyLastUsed: IamOperation<"GetAccessKeyLastUsed"> = async ({ AccessKeyId }, context) => {
  const users = await viewAccount(context, (tx) => entityStore.list(tx, "user"));
  const user = users.find(({ accessKeys }) => accessKeys.some(({ id }) => id === AccessKeyId));
  const { name } = user ?? fail(keyIsNotYours(context.principal.arn, AccessKeyId));
  const [last] = await context.state.lastUses(context.account, AccessKeyId);
  return {
    UserName: name,
    AccessKeyLastUsed: last
      ? { LastUsedDate: toDate(last.usedMs), ServiceName: last.service, Region: last.region }
      : { LastUsedDate: undefined, ServiceName: "N/A", Region: "N/A" },
  };
};
