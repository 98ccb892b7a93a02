import type { Database, Migration, Partition, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";

/** What one function with one memory size and architecture used in one hour. */
export interface Usage {
  readonly functionName: string;
  readonly hourStartMs: number;
  /** 0 for what is counted without an invocation. */
  readonly memoryMiB: number;
  readonly architecture: "x86_64" | "arm64";
  requests: number;
  errors: number;
  throttles: number;
  deadLetterErrors: number;
  destinationFailures: number;
  billedMs: number;
  durationMs: number;
  initMs: number;
}

export type UsageCounter = "throttles" | "deadLetterErrors" | "destinationFailures";
type UsageKey = Pick<Usage, "functionName" | "hourStartMs" | "memoryMiB" | "architecture">;

export const usageMigrations: readonly Migration[] = [
  {
    name: "usage",
    sql: `
      CREATE TABLE lambda_usage (
        partition BIGINT NOT NULL,
        hour_start_ms BIGINT NOT NULL,
        function_name TEXT NOT NULL,
        memory_mib BIGINT NOT NULL,
        architecture TEXT NOT NULL,
        requests BIGINT NOT NULL,
        errors BIGINT NOT NULL,
        throttles BIGINT NOT NULL,
        dead_letter_errors BIGINT NOT NULL,
        destination_failures BIGINT NOT NULL,
        billed_ms BIGINT NOT NULL,
        duration_ms DOUBLE PRECISION NOT NULL,
        init_ms DOUBLE PRECISION NOT NULL,
        PRIMARY KEY (partition, hour_start_ms, function_name, memory_mib, architecture)
      );`,
  },
];

interface Row {
  function_name: string;
  hour_start_ms: number;
  memory_mib: number;
  architecture: string;
  requests: number;
  errors: number;
  throttles: number;
  dead_letter_errors: number;
  destination_failures: number;
  billed_ms: number;
  duration_ms: number;
  init_ms: number;
}

const statements = {
  add: sql<{ [K in keyof Usage]: Usage[K] }>(
    `INSERT INTO lambda_usage
       (partition, hour_start_ms, function_name, memory_mib, architecture, requests, errors, throttles,
        dead_letter_errors, destination_failures, billed_ms, duration_ms, init_ms)
     VALUES (:partition, :hourStartMs, :functionName, :memoryMiB, :architecture, :requests, :errors, :throttles,
        :deadLetterErrors, :destinationFailures, :billedMs, :durationMs, :initMs)
     ON CONFLICT (partition, hour_start_ms, function_name, memory_mib, architecture) DO UPDATE SET
       requests = lambda_usage.requests + excluded.requests,
       errors = lambda_usage.errors + excluded.errors,
       throttles = lambda_usage.throttles + excluded.throttles,
       dead_letter_errors = lambda_usage.dead_letter_errors + excluded.dead_letter_errors,
       destination_failures = lambda_usage.destination_failures + excluded.destination_failures,
       billed_ms = lambda_usage.billed_ms + excluded.billed_ms,
       duration_ms = lambda_usage.duration_ms + excluded.duration_ms,
       init_ms = lambda_usage.init_ms + excluded.init_ms`,
  ),
  range: sql<{ fromMs: number; toMs: number }, Row>(
    `SELECT * FROM lambda_usage
     WHERE partition = :partition AND hour_start_ms >= :fromMs AND hour_start_ms < :toMs
     ORDER BY hour_start_ms, function_name, memory_mib, architecture`,
  ),
};

export function usagePartition(storage: Database, { account, region }: Place): Partition {
  return storage.partition({ account, region, kind: "lambda.usage", name: "" });
}

export function emptyUsage(key: UsageKey): Usage {
  return {
    ...key,
    requests: 0,
    errors: 0,
    throttles: 0,
    deadLetterErrors: 0,
    destinationFailures: 0,
    billedMs: 0,
    durationMs: 0,
    initMs: 0,
  };
}

export async function addUsage(tx: WriteTransaction, usage: Usage): Promise<void> {
  await tx.run(statements.add, { ...usage });
}

/** Of the hours that begin in [fromMs, toMs). */
export async function readUsage(tx: ReadTransaction, fromMs: number, toMs: number): Promise<Usage[]> {
  const rows = await tx.all(statements.range, { fromMs, toMs });
  return rows.map((row) => ({
    functionName: row.function_name,
    hourStartMs: Number(row.hour_start_ms),
    memoryMiB: Number(row.memory_mib),
    architecture: row.architecture as Usage["architecture"],
    requests: Number(row.requests),
    errors: Number(row.errors),
    throttles: Number(row.throttles),
    deadLetterErrors: Number(row.dead_letter_errors),
    destinationFailures: Number(row.destination_failures),
    billedMs: Number(row.billed_ms),
    durationMs: row.duration_ms,
    initMs: row.init_ms,
  }));
}
