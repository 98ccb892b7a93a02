import { serverCertificateName } from "../certificates/server-certificate.ts";
import type { IamOperation } from "../service-context.ts";
import { tagEntity } from "../tagged-entity.ts";

export const tagServerCertificate: IamOperation<"TagServerCertificate"> = ({ ServerCertificateName, Tags }, context) =>
  tagEntity(context, serverCertificateName(ServerCertificateName), Tags);
