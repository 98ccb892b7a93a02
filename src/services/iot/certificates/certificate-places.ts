import { createHash } from "node:crypto";
import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Migration, PartitionKey } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";

export const certificatePlaceMigrations: readonly Migration[] = [
  {
    name: "002-certificate-places",
    sql: `
      CREATE TABLE iot_certificate_places (
        partition BIGINT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL,
        PRIMARY KEY (partition, account, region)
      );
    `,
  },
];

const kind = "iot.certificate";

/** A device shows a certificate and no account: this is where it is found. */
function certificateKey(id: string): PartitionKey {
  return { account: "", region: "", kind, name: id };
}

/** Where a CA certificate with this subject signs devices: a device shows whom its own is from. */
export function issuerPlace(subject: string): string {
  return `issuer ${createHash("sha256").update(subject).digest("hex")}`;
}

/** In which accounts and regions certificates are registered, by their ids. What is said here the registry confirms or not: it is written first and removed last. */
export class CertificatePlaces {
  readonly #host: Pick<ServiceHost, "storage">;
  readonly #places: SharedCache<string, readonly Place[]>;

  constructor(host: Pick<ServiceHost, "storage" | "caches">) {
    this.#host = host;
    this.#places = host.caches.create<string, readonly Place[]>({
      most: limits.cachedRecords,
      kind,
      tables: { iot_certificate_places: undefined },
      textOf: (id) => id,
      partitionOf: certificateKey,
      load: (id) => host.storage.partition(certificateKey(id)).read((tx) => tx.all(list, {})),
    });
  }

  find(id: string): Promise<readonly Place[]> {
    return this.#places.get(id);
  }

  async add(id: string, { account, region }: Place): Promise<void> {
    await this.#host.storage.partition(certificateKey(id)).write((tx) => tx.run(put, { account, region }));
  }

  async remove(id: string, { account, region }: Place): Promise<void> {
    await this.#host.storage.partition(certificateKey(id)).write((tx) => tx.run(remove, { account, region }));
  }
}

const list = sql<Record<never, never>, { account: string; region: string }>(
  "SELECT account, region FROM iot_certificate_places WHERE partition = :partition ORDER BY account, region",
);
const put = sql<{ account: string; region: string }>(
  `INSERT INTO iot_certificate_places (partition, account, region) VALUES (:partition, :account, :region)
   ON CONFLICT (partition, account, region) DO NOTHING`,
);
const remove = sql<{ account: string; region: string }>(
  "DELETE FROM iot_certificate_places WHERE partition = :partition AND account = :account AND region = :region",
);
