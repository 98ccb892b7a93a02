import { fail } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { type BucketInput, openBucket } from "../buckets/open-bucket.ts";
import { incorrectContinuationToken, noSuchConfiguration, tooManyConfigurations } from "../errors.ts";
import { limits } from "../limits.ts";
import type { S3Context } from "../operation.ts";
import { type ConfigurationKind, configurationStore } from "./configuration-store.ts";

interface NamedInput extends BucketInput {
  readonly Id: string;
}

/**
 * Adds a configuration, or replaces the one of its id. `check` throws for one that is wrong, which S3 tells after whether there is such a bucket; `also` belongs to
 * the same commit.
 * Throws TooManyConfigurations.
 */
export async function putConfiguration(
  context: S3Context,
  input: NamedInput,
  kind: ConfigurationKind,
  configuration: object,
  check: () => void,
  also: (tx: WriteTransaction) => Promise<void> = async () => {},
): Promise<void> {
  const bucket = await openBucket(context, input);
  check();
  const { Id: id } = input;
  await context.state.buckets.write(bucket, async (tx) => {
    const isNew = (await configurationStore.find(tx, kind, id)) === undefined;
    if (isNew && (await configurationStore.count(tx, kind)) >= limits.configurations) throw tooManyConfigurations();
    await configurationStore.put(tx, kind, { id, value: JSON.stringify(configuration) });
    await also(tx);
  });
  context.responseStatus = 204;
}

/** In AWS's shape. Throws NoSuchConfiguration. */
export async function getConfiguration(context: S3Context, input: NamedInput, kind: ConfigurationKind) {
  const bucket = await openBucket(context, input);
  const value = await context.state.buckets.read(bucket, (tx) => configurationStore.find(tx, kind, input.Id));
  return JSON.parse(value ?? fail(noSuchConfiguration()));
}

/** Throws NoSuchConfiguration, as S3 does of nothing else that is deleted twice. */
export async function deleteConfiguration(
  context: S3Context,
  input: NamedInput,
  kind: ConfigurationKind,
  also: (tx: WriteTransaction) => Promise<void> = async () => {},
): Promise<void> {
  const bucket = await openBucket(context, input);
  await context.state.buckets.write(bucket, async (tx) => {
    if ((await configurationStore.find(tx, kind, input.Id)) === undefined) throw noSuchConfiguration();
    await configurationStore.remove(tx, kind, input.Id);
    await also(tx);
  });
}

/** A page of a hundred by their ids; a bucket that has none has no list either. */
export async function listConfigurations(
  context: S3Context,
  input: BucketInput & { readonly ContinuationToken?: string | undefined },
  kind: ConfigurationKind,
) {
  const bucket = await openBucket(context, input);
  const after = fromPageToken(input.ContinuationToken, incorrectContinuationToken) ?? "";
  const limit = limits.configurationsPage;
  const found = await context.state.buckets.read(bucket, (tx) => configurationStore.page(tx, kind, after, limit + 1));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const isTruncated = found.length > limit;
  return {
    list: page.length === 0 ? undefined : page.map(({ value }) => JSON.parse(value)),
    IsTruncated: isTruncated,
    ContinuationToken: input.ContinuationToken,
    NextContinuationToken: last && isTruncated ? toPageToken(last.id) : undefined,
  };
}
