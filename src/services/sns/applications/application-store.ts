import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { PlatformApplication, PlatformEndpoint } from "./platform-application.ts";

export const applicationMigrations: readonly Migration[] = [
  {
    name: "applications",
    sql: `
      CREATE TABLE sns_applications (
        partition BIGINT NOT NULL, platform TEXT NOT NULL, name TEXT NOT NULL, attributes TEXT NOT NULL,
        PRIMARY KEY (partition, platform, name)
      );
      CREATE TABLE sns_endpoints (
        partition BIGINT NOT NULL,
        application TEXT NOT NULL,
        id TEXT NOT NULL,
        token TEXT NOT NULL,
        attributes TEXT NOT NULL,
        PRIMARY KEY (partition, application, id)
      );
      CREATE INDEX sns_endpoints_by_token ON sns_endpoints (partition, application, token);`,
  },
];

interface EndpointRow {
  application: string;
  id: string;
  token: string;
  attributes: string;
}

export const applicationStore = {
  async find(tx: ReadTransaction, platform: string, name: string): Promise<PlatformApplication | undefined> {
    const row = await tx.get(find, { platform, name });
    return row && { platform, name, attributes: JSON.parse(row.attributes) };
  },

  /** By platform and name, those behind a place. */
  async list(
    tx: ReadTransaction,
    after: { platform: string; name: string },
    limit: number,
  ): Promise<PlatformApplication[]> {
    const rows = await tx.all(list, { ...after, limit });
    return rows.map(({ platform, name, attributes }) => ({ platform, name, attributes: JSON.parse(attributes) }));
  },

  async put(tx: WriteTransaction, { platform, name, attributes }: PlatformApplication): Promise<void> {
    await tx.run(put, { platform, name, attributes: JSON.stringify(attributes) });
  },

  async remove(tx: WriteTransaction, platform: string, name: string): Promise<void> {
    await tx.run(remove, { platform, name });
  },

  async findEndpoint(tx: ReadTransaction, application: string, id: string): Promise<PlatformEndpoint | undefined> {
    const row = await tx.get(findEndpoint, { application, id });
    return row && toEndpoint(row);
  },

  async findByToken(tx: ReadTransaction, application: string, token: string): Promise<PlatformEndpoint | undefined> {
    const row = await tx.get(findByToken, { application, token });
    return row && toEndpoint(row);
  },

  async listEndpoints(
    tx: ReadTransaction,
    application: string,
    after: string,
    limit: number,
  ): Promise<PlatformEndpoint[]> {
    return (await tx.all(listEndpoints, { application, after, limit })).map(toEndpoint);
  },

  async putEndpoint(tx: WriteTransaction, { application, id, token, attributes }: PlatformEndpoint): Promise<void> {
    await tx.run(putEndpoint, { application, id, token, attributes: JSON.stringify(attributes) });
  },

  async removeEndpoint(tx: WriteTransaction, application: string, id: string): Promise<void> {
    await tx.run(removeEndpoint, { application, id });
  },
};

function toEndpoint({ application, id, token, attributes }: EndpointRow): PlatformEndpoint {
  return { application, id, token, attributes: JSON.parse(attributes) };
}

const find = sql<{ platform: string; name: string }, { attributes: string }>(
  "SELECT attributes FROM sns_applications WHERE partition = :partition AND platform = :platform AND name = :name",
);
const list = sql<
  { platform: string; name: string; limit: number },
  { platform: string; name: string; attributes: string }
>(
  `SELECT platform, name, attributes FROM sns_applications WHERE partition = :partition
     AND (platform > :platform OR (platform = :platform AND name > :name)) ORDER BY platform, name LIMIT :limit`,
);
const put = sql<{ platform: string; name: string; attributes: string }>(
  `INSERT INTO sns_applications (partition, platform, name, attributes) VALUES (:partition, :platform, :name, :attributes)
   ON CONFLICT (partition, platform, name) DO UPDATE SET attributes = excluded.attributes`,
);
const remove = sql<{ platform: string; name: string }>(
  "DELETE FROM sns_applications WHERE partition = :partition AND platform = :platform AND name = :name",
);
const findEndpoint = sql<{ application: string; id: string }, EndpointRow>(
  "SELECT * FROM sns_endpoints WHERE partition = :partition AND application = :application AND id = :id",
);
const findByToken = sql<{ application: string; token: string }, EndpointRow>(
  `SELECT * FROM sns_endpoints WHERE partition = :partition AND application = :application AND token = :token LIMIT 1`,
);
const listEndpoints = sql<{ application: string; after: string; limit: number }, EndpointRow>(
  `SELECT * FROM sns_endpoints WHERE partition = :partition AND application = :application AND id > :after
   ORDER BY id LIMIT :limit`,
);
const putEndpoint = sql<{ application: string; id: string; token: string; attributes: string }>(
  `INSERT INTO sns_endpoints (partition, application, id, token, attributes)
   VALUES (:partition, :application, :id, :token, :attributes)
   ON CONFLICT (partition, application, id) DO UPDATE SET token = excluded.token, attributes = excluded.attributes`,
);
const removeEndpoint = sql<{ application: string; id: string }>(
  "DELETE FROM sns_endpoints WHERE partition = :partition AND application = :application AND id = :id",
);
