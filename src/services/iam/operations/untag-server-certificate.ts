import { serverCertificateName } from "../certificates/server-certificate.ts";
import type { IamOperation } from "../service-context.ts";
import { untagEntity } from "../tagged-entity.ts";

export const untagServerCertificate: IamOperation<"UntagServerCertificate"> = (
  { ServerCertificateName, TagKeys },
  context,
) => untagEntity(context, serverCertificateName(ServerCertificateName), TagKeys);
