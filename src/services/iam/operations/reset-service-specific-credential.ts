import type { IamOperation } from "../operation.ts";
import { changeHolder, viewHolder } from "../policy-holders/policy-holder.ts";
import {
  createServicePassword,
  findServiceCredential,
  toServiceCredentialMetadata,
} from "../users/service-credential.ts";
import { userNameOf } from "../users/user-name.ts";

/** Gives the credential another password. */
export const resetServiceSpecificCredential: IamOperation<"ResetServiceSpecificCredential"> = async (
  { UserName, ServiceSpecificCredentialId: id },
  context,
) => {
  const name = userNameOf(UserName, context);
  const { password, hash } = createServicePassword(context);
  await changeHolder(context, "user", name, (user) => {
    findServiceCredential(user, id);
    const reset = user.serviceCredentials?.map((each) => (each.id === id ? { ...each, passwordHash: hash } : each));
    return { serviceCredentials: reset };
  });
  const user = await viewHolder(context, "user", name);
  const credential = findServiceCredential(user, id);
  return {
    ServiceSpecificCredential: { ...toServiceCredentialMetadata(user.name, credential), ServicePassword: password },
  };
};
