import { readPublicKey, toListedSshKey } from "../certificates/ssh-key.ts";
import type { SshKey } from "../entities/entity.ts";
import { createEntityId } from "../entities/entity-id.ts";
import { duplicatePublicKey, quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";

export const uploadSSHPublicKey: IamOperation<"UploadSSHPublicKey"> = async (input, context) => {
  const { UserName, SSHPublicKeyBody: body } = input;
  const { fingerprint } = readPublicKey(body);
  const key: SshKey = {
    id: createEntityId("sshKey", context.host.random).slice(0, 20),
    body,
    fingerprint,
    status: "Active",
    uploadedMs: context.host.clock.nowMs(),
  };
  await changeHolder(context, "user", UserName, (user) => {
    const known = user.sshKeys ?? [];
    if (known.some((each) => each.fingerprint === fingerprint)) throw duplicatePublicKey();
    if (known.length >= limits.SSHPublicKeysPerUser)
      throw quotaExceeded("SSHPublicKeysPerUser", limits.SSHPublicKeysPerUser);
    return { sshKeys: [...known, key] };
  });
  return { SSHPublicKey: { ...toListedSshKey(UserName, key), Fingerprint: fingerprint, SSHPublicKeyBody: body } };
};
