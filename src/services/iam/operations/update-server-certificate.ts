import { changeAccount } from "../accounts/account.ts";
import { findServerCertificate } from "../certificates/server-certificate.ts";
import { entityStore, keyOf } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { serverCertificateExists } from "../errors.ts";
import type { IamOperation } from "../operation.ts";

/** Renames or moves a certificate. */
export const updateServerCertificate: IamOperation<"UpdateServerCertificate"> = async (input, context) => {
  await changeAccount(context, async (tx) => {
    const certificate = await findServerCertificate(tx, input.ServerCertificateName);
    const name = input.NewServerCertificateName ?? certificate.name;
    const path = input.NewPath ?? certificate.path;
    const isOther = keyOf(name) !== keyOf(certificate.name);
    if (isOther && (await entityStore.find(tx, "serverCertificate", name))) throw serverCertificateExists(name);
    await entityStore.remove(tx, "serverCertificate", certificate.name);
    const arn = iamArn(context, `server-certificate${path}${name}`);
    await entityStore.put(tx, "serverCertificate", { ...certificate, name, path, arn });
  });
  return {};
};
