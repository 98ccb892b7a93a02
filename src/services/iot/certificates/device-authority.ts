import { createPrivateKey, generateKeyPairSync, type webcrypto, X509Certificate } from "node:crypto";
import { loadX509, serialNumber } from "../../../platform/x509.ts";
import type { Migration } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place, ServiceHost } from "../../service.ts";

export const authorityMigrations: readonly Migration[] = [
  {
    name: "005-authorities",
    sql: "CREATE TABLE iot_authorities (partition BIGINT NOT NULL, pem TEXT NOT NULL, PRIMARY KEY (partition));",
  },
];

/** Signs the certificates that AWS IoT makes for devices. It is nobody's to trust: devices' certificates are known by themselves. */
export interface DeviceAuthority {
  /** PEM. */
  readonly certificate: string;
  readonly signingKey: webcrypto.CryptoKey;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const subject = "OU=Amazon Web Services O=Amazon.com Inc. L=Seattle ST=Washington C=US";

/** The authority of an account and region, made when it is first needed; of servers that make one at the same time, the first one's. */
export async function openDeviceAuthority(
  { account, region }: Place,
  { storage, clock, random }: Pick<ServiceHost, "storage" | "clock" | "random">,
): Promise<DeviceAuthority> {
  const partition = storage.partition({ account, region, kind: "iot.authority", name: "" });
  const kept = await partition.read((tx) => tx.get(find, {}));
  if (kept) return toAuthority(kept.pem);
  const made = await makeAuthority(clock.machineMs(), random);
  const pem = await partition.write(async (tx) => {
    const existing = await tx.get(find, {});
    if (!existing) await tx.run(put, { pem: made });
    return existing?.pem ?? made;
  });
  return toAuthority(pem);
}

async function makeAuthority(nowMs: number, random: ServiceHost["random"]): Promise<string> {
  const x509 = await loadX509();
  const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { subtle } = globalThis.crypto;
  const pkcs8 = keys.privateKey.export({ format: "der", type: "pkcs8" });
  const spki = keys.publicKey.export({ format: "der", type: "spki" });
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(random),
    name: [{ OU: [subject] }],
    notBefore: new Date(nowMs - 24 * 3_600_000),
    notAfter: new Date(Date.UTC(2049, 11, 31, 23, 59, 59)),
    signingAlgorithm: algorithm,
    keys: {
      privateKey: await subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]),
      publicKey: await subtle.importKey("spki", spki, algorithm, true, ["verify"]),
    },
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return `${certificate.toString("pem")}\n${keys.privateKey.export({ format: "pem", type: "pkcs8" })}`;
}

async function toAuthority(pem: string): Promise<DeviceAuthority> {
  const pkcs8 = createPrivateKey(pem).export({ format: "der", type: "pkcs8" });
  const signingKey = await globalThis.crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  return { certificate: new X509Certificate(pem).toString(), signingKey };
}

const find = sql<Record<never, never>, { pem: string }>("SELECT pem FROM iot_authorities WHERE partition = :partition");
const put = sql<{ pem: string }>("INSERT INTO iot_authorities (partition, pem) VALUES (:partition, :pem)");
