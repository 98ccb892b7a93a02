import { createHash } from "node:crypto";
import type { Firing, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { certificates } from "../certificates/certificate.ts";
import type { CertificatePlaces } from "../certificates/certificate-places.ts";
import { forgetCertificate } from "../certificates/forget-certificate.ts";
import { RecordStore } from "../registry/record-store.ts";

/** Who has been given a certificate that waits to be provisioned, by the hash of a token. */
interface Ownership {
  readonly certificateId: string;
}

const ownerships = new RecordStore<Ownership>("ownership");

/** Source: "Device provisioning MQTT API": a token is good for an hour, and the certificate goes with it if it has not been provisioned. */
const tokenMs = 3_600_000;
const timerKind = "iot.ownership-end";

function keyOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

export async function putOwnership(
  tx: WriteTransaction,
  token: string,
  certificateId: string,
  nowMs: number,
): Promise<void> {
  const key = keyOf(token);
  await ownerships.put(tx, key, { certificateId });
  await tx.setTimer({ kind: timerKind, key, dueMs: nowMs + tokenMs });
}

/** The certificate's id; undefined for a token that is none, or not any more. */
export async function findOwned(tx: ReadTransaction, token: string): Promise<string | undefined> {
  return (await ownerships.find(tx, keyOf(token)))?.certificateId;
}

/** The timer's. */
export async function endOwnership(
  firing: Firing,
  { places }: { readonly places: CertificatePlaces },
  host: ServiceHost,
) {
  const { account, region } = firing.from;
  const id = await host.storage.partition(firing.from).write(async (tx) => {
    await firing.settle(tx);
    const ownership = await ownerships.find(tx, firing.key);
    await ownerships.remove(tx, firing.key);
    if (!ownership) return undefined;
    const certificate = await certificates.find(tx, ownership.certificateId);
    if (certificate?.status !== "PENDING_ACTIVATION") return undefined;
    await forgetCertificate(tx, { account, region }, ownership.certificateId);
    return ownership.certificateId;
  });
  if (id !== undefined) await places.remove(id, { account, region });
}
