import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { findServiceCredential } from "../users/service-credential.ts";
import { userNameOf } from "../users/user-name.ts";

export const deleteServiceSpecificCredential: IamOperation<"DeleteServiceSpecificCredential"> = async (
  { UserName, ServiceSpecificCredentialId: id },
  context,
) => {
  await changeHolder(context, "user", userNameOf(UserName, context), (user) => {
    findServiceCredential(user, id);
    return { serviceCredentials: user.serviceCredentials?.filter((each) => each.id !== id) };
  });
  return {};
};
