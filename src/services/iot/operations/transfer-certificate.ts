import { certificateArn, certificates } from "../certificates/certificate.ts";
import { findCertificate } from "../certificates/find-certificate.ts";
import { checkTransferable } from "../certificates/transfer.ts";
import { transferConflict } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";

/** Offers a certificate to another account, which accepts it or not. */
export const transferCertificate: IotOperation<"TransferCertificate"> = async (input, context) => {
  const { certificateId: id = "", targetAwsAccount = "", transferMessage } = input;
  const arn = certificateArn(context, id);
  const startedMs = context.host.clock.nowMs();
  await context.state.registry.write(context, async (tx) => {
    const certificate = await findCertificate(tx, id);
    checkTransferable(certificate, targetAwsAccount, context);
    const [policy] = await linkStore.targets(tx, "policy-target", arn, { after: "", limit: 1 });
    const [thing] = await linkStore.sources(tx, "thing-principal", arn, { after: "", limit: 1 });
    if (policy || thing)
      throw transferConflict("Policies and things must be detached from a certificate before it is transferred.");
    await certificates.put(tx, id, {
      ...certificate,
      status: "PENDING_TRANSFER",
      transfer: { message: transferMessage, startedMs, to: targetAwsAccount },
      modifiedMs: startedMs,
      version: certificate.version + 1,
    });
  });
  return { transferredCertificateArn: arn };
};
