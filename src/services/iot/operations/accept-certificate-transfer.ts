import { certificates } from "../certificates/certificate.ts";
import { findOffered } from "../certificates/transfer.ts";
import { certificateState } from "../errors.ts";
import type { IotOperation } from "../operation.ts";

/** Takes what another account offers: a transfer that was broken off in the middle is ended by asking again. */
export const acceptCertificateTransfer: IotOperation<"AcceptCertificateTransfer"> = async (input, context) => {
  const { certificateId: id = "", setAsActive = false } = input;
  const { registry, places } = context.state;
  const { from, certificate } = await findOffered(id, context);
  const acceptedMs = context.host.clock.nowMs();
  await places.add(id, context);
  await registry.write(context, async (tx) => {
    const own = await certificates.find(tx, id);
    if (own && own.previousOwnedBy !== from.account)
      throw certificateState("The certificate is already registered in the account.");
    if (own) return;
    await certificates.put(tx, id, {
      ...certificate,
      status: setAsActive ? "ACTIVE" : "INACTIVE",
      caCertificateId: undefined,
      ownedBy: context.account,
      previousOwnedBy: from.account,
      transfer: certificate.transfer && { ...certificate.transfer, acceptedMs },
      createdMs: acceptedMs,
      modifiedMs: acceptedMs,
      version: 1,
    });
  });
  await registry.write(from, (tx) => certificates.remove(tx, id));
  await places.remove(id, from);
  return {};
};
