import { toTagList } from "../../tags.ts";
import { viewAccount } from "../accounts/account.ts";
import { findServerCertificate, toServerCertificateMetadata } from "../certificates/server-certificate.ts";
import type { IamOperation } from "../operation.ts";

export const getServerCertificate: IamOperation<"GetServerCertificate"> = async (
  { ServerCertificateName },
  context,
) => {
  const certificate = await viewAccount(context, (tx) => findServerCertificate(tx, ServerCertificateName));
  return {
    ServerCertificate: {
      ServerCertificateMetadata: toServerCertificateMetadata(certificate),
      CertificateBody: certificate.body,
      CertificateChain: certificate.chain,
      Tags: toTagList(certificate.tags),
    },
  };
};
