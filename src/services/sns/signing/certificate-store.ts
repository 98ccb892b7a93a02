import type { Migration, PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { SigningCertificate } from "./certificate.ts";

export const certificateMigrations: readonly Migration[] = [
  {
    name: "certificate",
    sql: `
      CREATE TABLE sns_certificates (
        partition BIGINT NOT NULL, id TEXT NOT NULL, certificate TEXT NOT NULL, private_key TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );`,
  },
];

/** One for all accounts and regions, on all servers. */
export const certificateKey: PartitionKey = { account: "", region: "", kind: "sns.certificate", name: "" };

export const certificateStore = {
  async find(tx: ReadTransaction): Promise<SigningCertificate | undefined> {
    const row = await tx.get(find, {});
    return row && { id: row.id, certificate: row.certificate, privateKey: row.private_key };
  },

  async add(tx: WriteTransaction, { id, certificate, privateKey }: SigningCertificate): Promise<void> {
    await tx.run(add, { id, certificate, privateKey });
  },
};

const find = sql<Record<never, never>, { id: string; certificate: string; private_key: string }>(
  "SELECT id, certificate, private_key FROM sns_certificates WHERE partition = :partition LIMIT 1",
);
const add = sql<{ id: string; certificate: string; privateKey: string }>(
  `INSERT INTO sns_certificates (partition, id, certificate, private_key)
   VALUES (:partition, :id, :certificate, :privateKey)`,
);
