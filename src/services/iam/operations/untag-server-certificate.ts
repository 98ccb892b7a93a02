import { serverCertificateName } from "../certificates/server-certificate.ts";
import type { IamOperation } from "../operation.ts";
import { untagEntity } from "../tags/tagged-entity.ts";

export const untagServerCertificate: IamOperation<"UntagServerCertificate"> = (
  { ServerCertificateName, TagKeys },
  context,
) => untagEntity(context, serverCertificateName(ServerCertificateName), TagKeys);
