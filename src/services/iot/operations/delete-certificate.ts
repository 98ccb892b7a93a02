import { certificateArn, certificates } from "../certificates/certificate.ts";
import { findCertificate } from "../certificates/find-certificate.ts";
import { certificateState, deleteConflict } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { linkStore } from "../registry/link-store.ts";

const one = { after: "", limit: 1 };

/** Only what is not active and speaks for no thing. */
export const deleteCertificate: IotOperation<"DeleteCertificate"> = async (
  { certificateId: id = "", forceDelete },
  context,
) => {
  const arn = certificateArn(context, id);
  await context.state.registry.write(context, async (tx) => {
    const certificate = await findCertificate(tx, id);
    if (certificate.status === "ACTIVE")
      throw certificateState(`Certificate must be deactivated (not ACTIVE) before deletion. Id: ${id}`);
    const [thing] = await linkStore.sources(tx, "thing-principal", arn, one);
    if (thing) throw deleteConflict(`Things must be detached before deletion (arn: ${arn})`);
    const [policy] = await linkStore.targets(tx, "policy-target", arn, one);
    if (policy && !forceDelete)
      throw deleteConflict(`Certificate policies must be detached before deletion (arn: ${arn})`);
    await linkStore.removeTargets(tx, "policy-target", arn);
    await certificates.remove(tx, id);
  });
  await context.state.places.remove(id, context);
  return {};
};
