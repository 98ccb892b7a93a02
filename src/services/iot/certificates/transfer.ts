import type { Place } from "../../service.ts";
import { certificateState, invalidRequest, resourceNotFound } from "../errors.ts";
import type { IotContext } from "../operation.ts";
import { type Certificate, certificates } from "./certificate.ts";

/** A certificate that another account wants to give to the caller, and where it is. Throws if there is none. */
export async function findOffered(
  id: string,
  context: IotContext,
): Promise<{ readonly from: Place; readonly certificate: Certificate }> {
  for (const from of await context.state.places.find(id)) {
    if (from.region !== context.region || from.account === context.account) continue;
    const certificate = await context.state.registry.read(from, (tx) => certificates.find(tx, id));
    if (certificate?.transfer?.to === context.account && certificate.status === "PENDING_TRANSFER")
      return { from, certificate };
  }
  throw resourceNotFound(`No transfer of the certificate is pending. Id: ${id}`);
}

/** Throws unless it can be given away. Source: "TransferCertificate": it must not be active, and nothing attached to it. */
export function checkTransferable({ status }: Certificate, target: string, context: Place): void {
  if (target === context.account) throw invalidRequest("A certificate cannot be transferred to its own account.");
  if (status !== "INACTIVE")
    throw certificateState(`The certificate must be INACTIVE to be transferred: it is ${status}.`);
}
