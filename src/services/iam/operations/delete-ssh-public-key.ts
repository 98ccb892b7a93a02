import { findSshKey } from "../certificates/ssh-key.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

export const deleteSSHPublicKey: IamOperation<"DeleteSSHPublicKey"> = async ({ UserName, SSHPublicKeyId }, context) => {
  await changeHolder(context, "user", UserName, (user) => {
    findSshKey(user, SSHPublicKeyId);
    return { sshKeys: user.sshKeys?.filter(({ id }) => id !== SSHPublicKeyId) };
  });
  return {};
};
