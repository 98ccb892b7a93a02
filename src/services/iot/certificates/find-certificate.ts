import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { resourceNotFound } from "../errors.ts";
import { type Certificate, certificates } from "./certificate.ts";

/** Throws if it is not there. */
export async function findCertificate(tx: ReadTransaction, id: string): Promise<Certificate> {
  const found = await certificates.find(tx, id);
  if (!found) throw resourceNotFound(`The certificate given in the request does not exist. Id: ${id}`);
  return found;
}

export async function changeCertificate(
  tx: WriteTransaction,
  id: string,
  change: (certificate: Certificate) => Certificate,
): Promise<void> {
  await certificates.put(tx, id, change(await findCertificate(tx, id)));
}
