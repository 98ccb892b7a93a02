import { serverCertificateName } from "../certificates/server-certificate.ts";
import type { IamOperation } from "../operation.ts";
import { listEntityTags } from "../tags/tagged-entity.ts";

export const listServerCertificateTags: IamOperation<"ListServerCertificateTags"> = (
  { ServerCertificateName, ...request },
  context,
) => listEntityTags(context, serverCertificateName(ServerCertificateName), request);
