import { toCertificate } from "../certificates/signing-certificate.ts";
import { toPage } from "../entities/to-page.ts";
import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

export const listSigningCertificates: IamOperation<"ListSigningCertificates"> = async (
  { UserName, ...request },
  context,
) => {
  const user = await viewHolder(context, "user", userNameOf(UserName, context));
  const { items, ...page } = toPage(user.signingCertificates ?? [], ({ id }) => id, request);
  return { Certificates: items.map((certificate) => toCertificate(user.name, certificate)), ...page };
};
