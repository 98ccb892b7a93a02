import { AwsError } from "../../../platform/aws-error.ts";
import { batchEntryIdsNotDistinct, emptyBatch, invalidBatchEntryId, tooManyEntries } from "../errors.ts";
import { limits } from "../limits.ts";

/** One entry that failed, as AWS shows it. */
export interface BatchFailure {
  Id: string;
  SenderFault: boolean;
  Code: string;
  Message: string;
}

/** A batch's entries, each with its id. Throws what refuses the whole batch. */
export function checkBatch<Entry extends { readonly Id: string | undefined }>(
  entries: readonly Entry[] | undefined,
  kind: string,
): readonly (Entry & { readonly Id: string })[] {
  if (!entries || entries.length === 0) throw emptyBatch(kind);
  if (entries.length > limits.batchEntries) throw tooManyEntries(limits.batchEntries, entries.length);
  const ids = new Set<string>();
  for (const { Id = "" } of entries) {
    if (!/^[\w-]+$/.test(Id) || Id.length > limits.batchIdLength) throw invalidBatchEntryId();
    if (ids.has(Id)) throw batchEntryIdsNotDistinct(Id);
    ids.add(Id);
  }
  return entries as readonly (Entry & { readonly Id: string })[];
}

/** What an entry failed by; throws what is no answer of SQS. */
export function toFailure(id: string, error: unknown): BatchFailure {
  if (!(error instanceof AwsError) || error.fault !== "client") throw error;
  return { Id: id, SenderFault: true, Code: error.queryCode ?? error.code, Message: error.message };
}

/** Every entry that has not failed has succeeded. */
export function toResult(entries: readonly { readonly Id: string }[], failed: BatchFailure[]) {
  const successful = entries.flatMap(({ Id }) => (failed.some((failure) => failure.Id === Id) ? [] : [{ Id }]));
  return {
    Successful: successful.length > 0 ? successful : undefined,
    Failed: failed.length > 0 ? failed : undefined,
  } as { Successful: { Id: string }[]; Failed: BatchFailure[] };
}
