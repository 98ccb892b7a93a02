import { AwsError } from "../../../platform/aws-error.ts";
import { findSshKey, readPublicKey, toListedSshKey } from "../certificates/ssh-key.ts";
import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";

/** The key in the form asked for. What was uploaded in that form is given as it was. */
export const getSSHPublicKey: IamOperation<"GetSSHPublicKey"> = async (
  { UserName, SSHPublicKeyId, Encoding },
  context,
) => {
  const user = await viewHolder(context, "user", UserName);
  const key = findSshKey(user, SSHPublicKeyId);
  if (Encoding !== "SSH" && Encoding !== "PEM") {
    throw new AwsError("UnrecognizedPublicKeyEncodingException", `Encoding ${Encoding} is not recognized.`);
  }
  const isSsh = key.body.trim().startsWith("ssh-rsa ");
  const read = readPublicKey(key.body);
  const body = isSsh === (Encoding === "SSH") ? key.body : Encoding === "SSH" ? read.ssh : read.pem;
  return {
    SSHPublicKey: { ...toListedSshKey(user.name, key), Fingerprint: key.fingerprint, SSHPublicKeyBody: body },
  };
};
