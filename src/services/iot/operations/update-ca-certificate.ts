import { findCaCertificate } from "../certificates/ca-certificates.ts";
import { toRegistrationConfig } from "../certificates/registration-config.ts";
import type { IotOperation } from "../operation.ts";
import { caCertificates } from "../records/setting-records.ts";

export const updateCACertificate: IotOperation<"UpdateCACertificate"> = async (input, context) => {
  const { certificateId: id = "", newStatus, newAutoRegistrationStatus, registrationConfig } = input;
  const { removeAutoRegistration = false } = input;
  const config = await toRegistrationConfig(registrationConfig, context);
  const modifiedMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const found = await findCaCertificate(tx, id);
    await caCertificates.put(tx, id, {
      ...found,
      status: newStatus ?? found.status,
      autoRegistration: newAutoRegistrationStatus ?? found.autoRegistration,
      registrationConfig: removeAutoRegistration ? undefined : (config ?? found.registrationConfig),
      modifiedMs,
      version: found.version + 1,
    });
  });
  return {};
};
