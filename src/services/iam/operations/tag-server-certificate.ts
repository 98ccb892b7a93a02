import { serverCertificateName } from "../certificates/server-certificate.ts";
import type { IamOperation } from "../operation.ts";
import { tagEntity } from "../tags/tagged-entity.ts";

export const tagServerCertificate: IamOperation<"TagServerCertificate"> = ({ ServerCertificateName, Tags }, context) =>
  tagEntity(context, serverCertificateName(ServerCertificateName), Tags);
