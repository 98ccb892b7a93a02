import type { Migration, PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { ConnectionFacts } from "./connection.ts";

export const connectionsKind = "apigatewayv2.connections";

/**
 * The clients of one run of one server, as far as somebody is to be told when they have gone. If the server dies its rows say who that is. The run's name tells
 * it from the next one of the same server.
 */
export function connectionsKey(node: string, run: string): PartitionKey {
  return { account: "", region: "", kind: connectionsKind, name: `${node}/${run}` };
}

export function runOf({ name }: PartitionKey): { readonly node: string; readonly run: string } {
  const at = name.lastIndexOf("/");
  return { node: name.slice(0, at), run: name.slice(at + 1) };
}

export const connectionStore = {
  async put(tx: WriteTransaction, facts: ConnectionFacts): Promise<void> {
    await tx.run(put, { connectionId: facts.connectionId, facts: JSON.stringify(facts) });
  },

  async remove(tx: WriteTransaction, connectionId: string): Promise<void> {
    await tx.run(remove, { connectionId });
  },

  async list(tx: ReadTransaction, most: number): Promise<ConnectionFacts[]> {
    return (await tx.all(list, { most })).map(({ facts }) => JSON.parse(facts) as ConnectionFacts);
  },
};

const put = sql<{ connectionId: string; facts: string }>(
  `INSERT INTO apigatewayv2_connections (partition, connection_id, facts) VALUES (:partition, :connectionId, :facts)`,
);
const remove = sql<{ connectionId: string }>(
  "DELETE FROM apigatewayv2_connections WHERE partition = :partition AND connection_id = :connectionId",
);
const list = sql<{ most: number }, { facts: string }>(
  "SELECT facts FROM apigatewayv2_connections WHERE partition = :partition ORDER BY connection_id LIMIT :most",
);

export const connectionMigrations: readonly Migration[] = [
  {
    name: "connections",
    sql: `
      CREATE TABLE apigatewayv2_connections (
        partition BIGINT NOT NULL,
        connection_id TEXT NOT NULL,
        facts TEXT NOT NULL,
        PRIMARY KEY (partition, connection_id)
      );`,
  },
];
