import { parentPort, workerData } from "node:worker_threads";
import { SqliteConnection } from "./connection.ts";
import { beginLogAnew } from "./schema.ts";

/** What the thread does: `backfill` copies the log into the database, `restart` has the log begin anew after that. */
export type CheckpointTask = "backfill" | "restart";

/** Frames that the log has then, or why it could not be done. */
export type CheckpointAnswer = { readonly frames: number } | { readonly error: string };

/** Runs in a thread of its own, with its own connection: every wait for the disk is here. */
const { file } = workerData as { readonly file: string };
const connection = new SqliteConnection(file, { readOnly: false, synchronous: "full", cacheKib: 1_024 });
const backfill = connection.prepare("PRAGMA wal_checkpoint(PASSIVE)");

parentPort?.on("message", (task: CheckpointTask | "end") => {
  if (task === "end") {
    connection.close();
    parentPort?.close();
  } else parentPort?.postMessage(perform(task));
});

function perform(task: CheckpointTask): CheckpointAnswer {
  try {
    const facts = backfill.get();
    if (task === "backfill" || facts?.log !== facts?.checkpointed) return { frames: Number(facts?.log) };
    beginLogAnew(connection);
    return { frames: connection.frames() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
