import { changeCertificate } from "../certificates/find-certificate.ts";
import { certificateState } from "../errors.ts";
import type { IotOperation } from "../operation.ts";

/** By who has offered it, as long as nobody has accepted it. */
export const cancelCertificateTransfer: IotOperation<"CancelCertificateTransfer"> = async (
  { certificateId: id = "" },
  context,
) => {
  const modifiedMs = context.host.clock.nowMs();
  await context.state.registry.write(context, (tx) =>
    changeCertificate(tx, id, (certificate) => {
      if (certificate.status !== "PENDING_TRANSFER")
        throw certificateState(`The certificate is not being transferred. Id: ${id}`);
      const { transfer: _transfer, ...rest } = certificate;
      return { ...rest, status: "INACTIVE", modifiedMs, version: certificate.version + 1 };
    }),
  );
  return {};
};
