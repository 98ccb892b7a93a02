import { serverCertificateName } from "../certificates/server-certificate.ts";
import type { IamOperation } from "../service-context.ts";
import { listEntityTags } from "../tagged-entity.ts";

export const listServerCertificateTags: IamOperation<"ListServerCertificateTags"> = (
  { ServerCertificateName, ...request },
  context,
) => listEntityTags(context, serverCertificateName(ServerCertificateName), request);
