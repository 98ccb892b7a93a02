import { findCaCertificate } from "../certificates/ca-certificates.ts";
import { certificateState } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { caCertificates } from "../records/setting-records.ts";

export const deleteCACertificate: IotOperation<"DeleteCACertificate"> = async ({ certificateId: id = "" }, context) => {
  await context.state.registry.write(context, async (tx) => {
    const { status } = await findCaCertificate(tx, id);
    if (status === "ACTIVE")
      throw certificateState(`CA certificate must be deactivated (not ACTIVE) before deletion. Id: ${id}`);
    await caCertificates.remove(tx, id);
  });
  return {};
};
