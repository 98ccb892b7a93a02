import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { findServiceCredential } from "../service-credential.ts";
import { userNameOf } from "../user-name.ts";

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
