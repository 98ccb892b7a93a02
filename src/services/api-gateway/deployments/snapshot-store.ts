import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { RestApiRecord } from "../apis/api.ts";
import type {
  AuthorizerRecord,
  GatewayResponseRecord,
  ModelRecord,
  RequestValidatorRecord,
  ResourceRecord,
} from "../parts/part.ts";

/** What a deployment has made public: the parts of its API as they were. */
export interface Snapshot {
  readonly resources: readonly ResourceRecord[];
  readonly models: readonly ModelRecord[];
  readonly validators: readonly RequestValidatorRecord[];
  readonly authorizers: readonly AuthorizerRecord[];
  readonly gatewayResponses: readonly GatewayResponseRecord[];
  readonly api: Pick<RestApiRecord, "binaryMediaTypes" | "apiKeySource" | "policy" | "minimumCompressionSize">;
}

export const snapshotMigrations: readonly Migration[] = [
  {
    name: "snapshots",
    sql: `
      CREATE TABLE apigateway_snapshots (
        partition BIGINT NOT NULL,
        api_id TEXT NOT NULL,
        deployment_id TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        PRIMARY KEY (partition, api_id, deployment_id)
      );`,
  },
];

export const snapshotStore = {
  async find(tx: ReadTransaction, apiId: string, deploymentId: string): Promise<Snapshot | undefined> {
    const row = await tx.get(find, { apiId, deploymentId });
    return row && (JSON.parse(row.snapshot) as Snapshot);
  },

  async put(tx: WriteTransaction, apiId: string, deploymentId: string, snapshot: Snapshot): Promise<void> {
    await tx.run(put, { apiId, deploymentId, snapshot: JSON.stringify(snapshot) });
  },

  async remove(tx: WriteTransaction, apiId: string, deploymentId: string): Promise<void> {
    await tx.run(remove, { apiId, deploymentId });
  },

  async removeAll(tx: WriteTransaction, apiId: string): Promise<void> {
    await tx.run(removeAll, { apiId });
  },
};

type Which = { apiId: string; deploymentId: string };

const ofApi = "WHERE partition = :partition AND api_id = :apiId";
const find = sql<Which, { snapshot: string }>(
  `SELECT snapshot FROM apigateway_snapshots ${ofApi} AND deployment_id = :deploymentId`,
);
const put = sql<Which & { snapshot: string }>(
  `INSERT INTO apigateway_snapshots (partition, api_id, deployment_id, snapshot)
   VALUES (:partition, :apiId, :deploymentId, :snapshot)`,
);
const remove = sql<Which>(`DELETE FROM apigateway_snapshots ${ofApi} AND deployment_id = :deploymentId`);
const removeAll = sql<{ apiId: string }>(`DELETE FROM apigateway_snapshots ${ofApi}`);
