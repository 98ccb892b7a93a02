import type { IamOperation } from "../operation.ts";
import { attachPolicy, changeHolder } from "../policy-holders/policy-holder.ts";

/** Attaches a managed policy to the user. */
export const attachUserPolicy: IamOperation<"AttachUserPolicy"> = async ({ UserName, PolicyArn }, context) => {
  await changeHolder(context, "user", UserName, (user, tx) => attachPolicy(tx, "user", user, PolicyArn));
  return {};
};
