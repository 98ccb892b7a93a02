import type { WriteTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { linkStore } from "../registry/link-store.ts";
import { certificateArn, certificates } from "./certificate.ts";

/** A certificate goes with all that is attached to it. Its place is to be removed afterwards. */
export async function forgetCertificate(tx: WriteTransaction, at: Place, id: string): Promise<void> {
  const arn = certificateArn(at, id);
  await linkStore.removeTargets(tx, "policy-target", arn);
  await linkStore.removeSources(tx, "thing-principal", arn);
  await certificates.remove(tx, id);
}
