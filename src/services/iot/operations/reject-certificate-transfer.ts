import { changeCertificate } from "../certificates/find-certificate.ts";
import { findOffered } from "../certificates/transfer.ts";
import type { IotOperation } from "../operation.ts";

/** It stays with who has offered it, and is not active. */
export const rejectCertificateTransfer: IotOperation<"RejectCertificateTransfer"> = async (input, context) => {
  const { certificateId: id = "", rejectReason } = input;
  const { from } = await findOffered(id, context);
  const rejectedMs = context.host.clock.nowMs();
  await context.state.registry.write(from, (tx) =>
    changeCertificate(tx, id, (certificate) => ({
      ...certificate,
      status: "INACTIVE",
      transfer: certificate.transfer && { ...certificate.transfer, rejectedMs, rejectReason },
      modifiedMs: rejectedMs,
      version: certificate.version + 1,
    })),
  );
  return {};
};
