import { changeAccount } from "../accounts/account.ts";
import { findServerCertificate } from "../certificates/server-certificate.ts";
import { entityStore } from "../entities/entity-store.ts";
import type { IamOperation } from "../operation.ts";

export const deleteServerCertificate: IamOperation<"DeleteServerCertificate"> = async (
  { ServerCertificateName },
  context,
) => {
  await changeAccount(context, async (tx) => {
    const { name } = await findServerCertificate(tx, ServerCertificateName);
    await entityStore.remove(tx, "serverCertificate", name);
  });
  return {};
};
