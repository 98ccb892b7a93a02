import type { Parameters, Statement } from "./database.ts";

/**
 * Names one fixed SQL statement with the types of its parameters and rows:
 *
 *     const get = sql<{ key: string }, ObjectRow>("SELECT * FROM s3_objects WHERE partition = :partition AND key = :key");
 *
 * Parameters are `:name`. `:partition` is bound by the engine, and a statement without it would reach outside its
 * transaction's partition, so it is refused here. So is a result named with capitals, which one engine would give
 * in small letters.
 */
export function sql<P extends Parameters, R = never>(text: string): Statement<P, R> {
  if (!text.includes(":partition")) throw new Error(`statement does not name :partition: ${text}`);
  if (/\bAS\s+[a-z]\w*[A-Z]/.test(text)) throw new Error(`statement names a result with capitals: ${text}`);
  return { text };
}
