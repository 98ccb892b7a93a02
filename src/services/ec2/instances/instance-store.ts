import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Instance } from "./instance.ts";

export const instanceMigrations: readonly Migration[] = [
  {
    name: "instances",
    sql: `
      CREATE TABLE ec2_instances (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        client_token TEXT,
        instance TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX ec2_instances_by_token ON ec2_instances (partition, client_token) WHERE client_token IS NOT NULL;`,
  },
];

export const instanceStore = {
  async find(tx: ReadTransaction, id: string): Promise<Instance | undefined> {
    const row = await tx.get(find, { id });
    return row && (JSON.parse(row.instance) as Instance);
  },

  /** In the order of their ids. */
  async list(tx: ReadTransaction): Promise<Instance[]> {
    return (await tx.all(list, {})).map(({ instance }) => JSON.parse(instance) as Instance);
  },

  async listOfToken(tx: ReadTransaction, token: string): Promise<Instance[]> {
    return (await tx.all(listOfToken, { token })).map(({ instance }) => JSON.parse(instance) as Instance);
  },

  /** The one whose first interface it is. */
  async findByInterface(tx: ReadTransaction, interfaceId: string): Promise<Instance | undefined> {
    // Nothing else is looked for, so that no index is needed; and no id is a pattern.
    if (!/^eni-[0-9a-f]+$/.test(interfaceId)) return undefined;
    const row = await tx.get(findByInterface, { part: `%"networkInterfaceId":"${interfaceId}"%` });
    return row && (JSON.parse(row.instance) as Instance);
  },

  async put(tx: WriteTransaction, instance: Instance): Promise<void> {
    await tx.run(put, { id: instance.id, token: instance.clientToken ?? null, instance: JSON.stringify(instance) });
  },

  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(remove, { id });
  },
};

const find = sql<{ id: string }, { instance: string }>(
  "SELECT instance FROM ec2_instances WHERE partition = :partition AND id = :id",
);
const findByInterface = sql<{ part: string }, { instance: string }>(
  "SELECT instance FROM ec2_instances WHERE partition = :partition AND instance LIKE :part",
);
const list = sql<Record<never, never>, { instance: string }>(
  "SELECT instance FROM ec2_instances WHERE partition = :partition ORDER BY id",
);
const listOfToken = sql<{ token: string }, { instance: string }>(
  "SELECT instance FROM ec2_instances WHERE partition = :partition AND client_token = :token ORDER BY id",
);
const put = sql<{ id: string; token: string | null; instance: string }>(
  `INSERT INTO ec2_instances (partition, id, client_token, instance) VALUES (:partition, :id, :token, :instance)
   ON CONFLICT (partition, id) DO UPDATE SET instance = excluded.instance`,
);
const remove = sql<{ id: string }>("DELETE FROM ec2_instances WHERE partition = :partition AND id = :id");
