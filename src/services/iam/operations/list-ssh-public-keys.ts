import { toListedSshKey } from "../certificates/ssh-key.ts";
import { toPage } from "../entities/to-page.ts";
import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

export const listSSHPublicKeys: IamOperation<"ListSSHPublicKeys"> = async ({ UserName, ...request }, context) => {
  const user = await viewHolder(context, "user", userNameOf(UserName, context));
  const { items, ...page } = toPage(user.sshKeys ?? [], ({ id }) => id, request);
  return { SSHPublicKeys: items.map((key) => toListedSshKey(user.name, key)), ...page };
};
