import { toPage } from "../entities/to-page.ts";
import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

export const listAccessKeys: IamOperation<"ListAccessKeys"> = async ({ UserName, ...request }, context) => {
  const user = await viewHolder(context, "user", userNameOf(UserName, context));
  const { items, ...page } = toPage(user.accessKeys, (key) => key.id, request);
  const AccessKeyMetadata = items.map((key) => ({
    UserName: user.name,
    AccessKeyId: key.id,
    Status: key.status,
    CreateDate: toDate(key.createdMs),
  }));
  return { AccessKeyMetadata, ...page };
};
