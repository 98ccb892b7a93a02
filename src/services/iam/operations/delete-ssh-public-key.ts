import { findSshKey } from "../certificates/ssh-key.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";

export const deleteSSHPublicKey: IamOperation<"DeleteSSHPublicKey"> = async ({ UserName, SSHPublicKeyId }, context) => {
  await changeHolder(context, "user", UserName, (user) => {
    findSshKey(user, SSHPublicKeyId);
    return { sshKeys: user.sshKeys?.filter(({ id }) => id !== SSHPublicKeyId) };
  });
  return {};
};
