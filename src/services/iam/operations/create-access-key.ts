import { secretAlphabet } from "../access/access-control.ts";
import type { AccessKey } from "../entities/entity.ts";
import { quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";
import { createAccessKeyId } from "../users/access-key-id.ts";
import { userNameOf } from "../users/user-name.ts";

/** The only answer that tells the secret. */
export const createAccessKey: IamOperation<"CreateAccessKey"> = async ({ UserName }, context) => {
  const { account, host } = context;
  const name = userNameOf(UserName, context);
  const key: AccessKey = {
    id: createAccessKeyId("AKIA", account, host.random),
    secret: host.random.text(40, secretAlphabet),
    status: "Active",
    createdMs: host.clock.nowMs(),
  };
  await changeHolder(context, "user", name, (user) => {
    if (user.accessKeys.length >= limits.AccessKeysPerUser) {
      throw quotaExceeded("AccessKeysPerUser", limits.AccessKeysPerUser);
    }
    return { accessKeys: [...user.accessKeys, key] };
  });
  return {
    AccessKey: {
      UserName: name,
      AccessKeyId: key.id,
      SecretAccessKey: key.secret,
      Status: key.status,
      CreateDate: toDate(key.createdMs),
    },
  };
};
