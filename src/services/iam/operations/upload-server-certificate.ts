import { changeAccount } from "../accounts/account.ts";
import { toServerCertificateMetadata } from "../certificates/server-certificate.ts";
import { checkChain, checkKeyPair, readCertificate } from "../certificates/x509.ts";
import { checkQuota } from "../entities/check-quota.ts";
import type { ServerCertificate } from "../entities/entity.ts";
import { createEntityId } from "../entities/entity-id.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { serverCertificateExists } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { addTags, toTagListIfAny } from "../tags/tags.ts";

/**
 * Keeps a certificate for the services that serve with it. The private key is checked against it and not kept: IAM never gives
 * it back, and Squall has no service that takes it from IAM.
 */
export const uploadServerCertificate: IamOperation<"UploadServerCertificate"> = async (input, context) => {
  const { ServerCertificateName: name, Path: path = "/", CertificateBody: body, CertificateChain: chain } = input;
  const x509 = readCertificate(body);
  checkKeyPair(x509, input.PrivateKey);
  if (chain !== undefined) await checkChain(chain);
  const certificate: ServerCertificate = {
    name,
    path,
    id: createEntityId("serverCertificate", context.host.random),
    arn: iamArn(context, `server-certificate${path}${name}`),
    createdMs: context.host.clock.nowMs(),
    body,
    chain,
    expiresMs: x509.validToDate.getTime(),
    tags: addTags({}, input.Tags),
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "serverCertificate", name)) throw serverCertificateExists(name);
    await checkQuota(tx, "serverCertificate", "ServerCertificatesPerAccount", limits.ServerCertificates);
    await entityStore.put(tx, "serverCertificate", certificate);
  });
  return {
    ServerCertificateMetadata: toServerCertificateMetadata(certificate),
    Tags: toTagListIfAny(certificate.tags),
  };
};
