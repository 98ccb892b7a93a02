import { findSshKey } from "../certificates/ssh-key.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { checkKeyStatus } from "../users/user-name.ts";

/** Switches a key on or off. */
export const updateSSHPublicKey: IamOperation<"UpdateSSHPublicKey"> = async (input, context) => {
  const { UserName, SSHPublicKeyId } = input;
  const status = checkKeyStatus(input.Status);
  await changeHolder(context, "user", UserName, (user) => {
    findSshKey(user, SSHPublicKeyId);
    return { sshKeys: user.sshKeys?.map((key) => (key.id === SSHPublicKeyId ? { ...key, status } : key)) };
  });
  return {};
};
