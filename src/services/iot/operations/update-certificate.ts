import { changeCertificate } from "../certificates/find-certificate.ts";
import { certificateState, invalidRequest } from "../errors.ts";
import type { IotOperation } from "../operation.ts";

/** A certificate that is not active any more ends what its devices may do, on connections that are open, too. */
export const updateCertificate: IotOperation<"UpdateCertificate"> = async (
  { certificateId: id = "", newStatus },
  context,
) => {
  if (newStatus !== "ACTIVE" && newStatus !== "INACTIVE" && newStatus !== "REVOKED")
    throw invalidRequest(`Certificate status ${newStatus} cannot be set.`);
  const modifiedMs = context.host.clock.nowMs();
  await context.state.registry.write(context, (tx) =>
    changeCertificate(tx, id, (certificate) => {
      if (certificate.status === "PENDING_TRANSFER")
        throw certificateState("The certificate is being transferred: accept, reject or cancel the transfer first.");
      return { ...certificate, status: newStatus, modifiedMs, version: certificate.version + 1 };
    }),
  );
  return {};
};
