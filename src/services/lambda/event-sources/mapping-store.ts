import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { qualifiedArn } from "../functions/function.ts";
import type { EventSourceMapping } from "./event-source-mapping.ts";

export const mappingMigrations: readonly Migration[] = [
  {
    name: "event-sources",
    sql: `
      CREATE TABLE lambda_event_sources (
        partition BIGINT NOT NULL,
        uuid TEXT NOT NULL,
        function_name TEXT NOT NULL,
        function_arn TEXT NOT NULL,
        source_arn TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (partition, uuid)
      );
      CREATE INDEX lambda_event_sources_function ON lambda_event_sources (partition, function_name, uuid);
      CREATE INDEX lambda_event_sources_source ON lambda_event_sources (partition, source_arn, uuid);`,
  },
];

/** Which mappings: of a function (of a version or alias, where the ARN has one), of a source, or all. */
export interface MappingsAsked {
  readonly functionName?: string | undefined;
  readonly functionArn?: string | undefined;
  readonly sourceArn?: string | undefined;
}

export const mappingStore = {
  async find(tx: ReadTransaction, uuid: string): Promise<EventSourceMapping | undefined> {
    const row = await tx.get(get, { uuid });
    return row && toRecord(row);
  },

  /** By their UUIDs, at most `limit` after `after` (`""` is the start). */
  async list(
    tx: ReadTransaction,
    { functionName, functionArn, sourceArn }: MappingsAsked,
    after: string,
    limit: number,
  ): Promise<EventSourceMapping[]> {
    if (functionName !== undefined) {
      const asked = { functionName, functionArn: functionArn ?? "", sourceArn: sourceArn ?? "", after, limit };
      return (await tx.all(ofFunction, asked)).map(toRecord);
    }
    if (sourceArn !== undefined) return (await tx.all(ofSource, { sourceArn, after, limit })).map(toRecord);
    return (await tx.all(all, { after, limit })).map(toRecord);
  },

  /** Another one that brings this source's records to this function, by this name of it. */
  async findPair(
    tx: ReadTransaction,
    sourceArn: string,
    functionArn: string,
    uuid: string,
  ): Promise<EventSourceMapping | undefined> {
    const row = await tx.get(pair, { sourceArn, functionArn, uuid });
    return row && toRecord(row);
  },

  async put(tx: WriteTransaction, mapping: EventSourceMapping): Promise<void> {
    await tx.run(put, {
      uuid: mapping.uuid,
      functionName: mapping.function.name,
      functionArn: functionArnOf(mapping),
      sourceArn: mapping.eventSourceArn,
      record: JSON.stringify(mapping),
    });
  },

  async remove(tx: WriteTransaction, uuid: string): Promise<void> {
    await tx.run(remove, { uuid });
  },
};

export function functionArnOf({ function: of }: Pick<EventSourceMapping, "function">): string {
  return qualifiedArn(of, of.qualifier);
}

interface Row {
  readonly record: string;
}

function toRecord({ record }: Row): EventSourceMapping {
  return JSON.parse(record) as EventSourceMapping;
}

const get = sql<{ uuid: string }, Row>(
  "SELECT record FROM lambda_event_sources WHERE partition = :partition AND uuid = :uuid",
);
const all = sql<{ after: string; limit: number }, Row>(
  `SELECT record FROM lambda_event_sources WHERE partition = :partition AND uuid > :after
   ORDER BY uuid LIMIT :limit`,
);
const ofSource = sql<{ sourceArn: string; after: string; limit: number }, Row>(
  `SELECT record FROM lambda_event_sources WHERE partition = :partition AND source_arn = :sourceArn AND uuid > :after
   ORDER BY uuid LIMIT :limit`,
);
const ofFunction = sql<
  { functionName: string; functionArn: string; sourceArn: string; after: string; limit: number },
  Row
>(
  `SELECT record FROM lambda_event_sources
   WHERE partition = :partition AND function_name = :functionName AND uuid > :after
     AND (:functionArn = '' OR function_arn = :functionArn) AND (:sourceArn = '' OR source_arn = :sourceArn)
   ORDER BY uuid LIMIT :limit`,
);
const pair = sql<{ sourceArn: string; functionArn: string; uuid: string }, Row>(
  `SELECT record FROM lambda_event_sources WHERE partition = :partition AND source_arn = :sourceArn
     AND function_arn = :functionArn AND uuid <> :uuid LIMIT 1`,
);
const put = sql<{ uuid: string; functionName: string; functionArn: string; sourceArn: string; record: string }>(
  `INSERT INTO lambda_event_sources (partition, uuid, function_name, function_arn, source_arn, record)
   VALUES (:partition, :uuid, :functionName, :functionArn, :sourceArn, :record)
   ON CONFLICT (partition, uuid) DO UPDATE SET function_name = excluded.function_name,
     function_arn = excluded.function_arn, source_arn = excluded.source_arn, record = excluded.record`,
);
const remove = sql<{ uuid: string }>("DELETE FROM lambda_event_sources WHERE partition = :partition AND uuid = :uuid");
