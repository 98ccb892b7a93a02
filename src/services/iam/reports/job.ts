import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Job } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { jobNotFound } from "../errors.ts";

/** Older answers are forgotten: who asked has had its answer long ago. */
const mostJobs = 100;

/** Keeps what was found out, for whoever asks with the id. */
export async function addJob(tx: WriteTransaction, job: Job): Promise<void> {
  const known = (await entityStore.list(tx, "job")).sort((a, b) => a.createdMs - b.createdMs);
  for (const { name } of known.slice(0, Math.max(0, known.length + 1 - mostJobs)))
    await entityStore.remove(tx, "job", name);
  await entityStore.put(tx, "job", job);
}

export async function findJob(tx: ReadTransaction, kind: Job["kind"], id: string): Promise<Job> {
  const job = await entityStore.find(tx, "job", id);
  if (job?.kind !== kind) throw jobNotFound(id);
  return job;
}
