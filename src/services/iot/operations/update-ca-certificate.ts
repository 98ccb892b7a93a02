import { findCaCertificate } from "../certificates/ca-certificates.ts";
import { notSupported } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { caCertificates } from "../records/setting-records.ts";

export const updateCACertificate: IotOperation<"UpdateCACertificate"> = async (input, context) => {
  const { certificateId: id = "", newStatus, newAutoRegistrationStatus, registrationConfig } = input;
  if (newAutoRegistrationStatus === "ENABLE")
    throw notSupported("newAutoRegistrationStatus ENABLE (just-in-time registration)");
  if (registrationConfig) throw notSupported("registrationConfig (just-in-time provisioning)");
  const modifiedMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const found = await findCaCertificate(tx, id);
    await caCertificates.put(tx, id, {
      ...found,
      status: newStatus ?? found.status,
      modifiedMs,
      version: found.version + 1,
    });
  });
  return {};
};
