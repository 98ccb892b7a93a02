import type { Tag } from "@aws-sdk/client-s3-control";
import { fail, isNamed } from "../../../../platform/aws-error.ts";
import type { Tags } from "../../../tags.ts";
import type { Bucket } from "../../buckets/bucket.ts";
import { bucketStore } from "../../buckets/bucket-store.ts";
import { limits } from "../../limits.ts";
import { duplicateTags, noSuchResource, otherAccount, systemTag, tooManyTags, wrongTag } from "../errors.ts";
import type { S3ControlContext } from "../operation.ts";

interface TaggedInput {
  readonly AccountId?: string | undefined;
  readonly ResourceArn?: string | undefined;
}

/** The tags of the bucket that an ARN names. Throws AccessDenied and NoSuchResource: of what has tags there are buckets here. */
export async function readTags(context: S3ControlContext, input: TaggedInput): Promise<Tags> {
  const bucket = await findBucket(context, input);
  const stored = await gone(context.state.buckets.read(bucket, (tx) => bucketStore.setting(tx, "tags")));
  return stored === undefined ? {} : JSON.parse(stored);
}

/** Changes them. Throws InvalidTag for more than a bucket may have, too. */
export async function changeTags(
  context: S3ControlContext,
  input: TaggedInput,
  change: (tags: Tags) => Tags,
): Promise<void> {
  const bucket = await findBucket(context, input);
  await gone(
    context.state.buckets.write(bucket, async (tx) => {
      const stored = await bucketStore.setting(tx, "tags");
      const tags = change(stored === undefined ? {} : JSON.parse(stored));
      const count = Object.keys(tags).length;
      if (count > limits.bucketTags) throw tooManyTags(limits.bucketTags);
      await bucketStore.putSetting(tx, "tags", count === 0 ? undefined : JSON.stringify(tags));
    }),
  );
}

async function findBucket(context: S3ControlContext, { AccountId, ResourceArn = "" }: TaggedInput): Promise<Bucket> {
  if (AccountId !== context.account) throw otherAccount();
  const name = /^arn:aws[a-z-]*:s3:::([^/]+)$/.exec(ResourceArn)?.[1] ?? fail(noSuchResource());
  const bucket = await context.state.buckets.find(name);
  return bucket?.account === context.account ? bucket : fail(noSuchResource());
}

/** It was deleted since it was found. */
async function gone<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isNamed(error, "NoSuchBucket")) throw noSuchResource();
    throw error;
  }
}

/** Throws InvalidTag. Source: recorded answers, whose words are not those of S3's own operations. */
export function checkTags(tags: readonly Tag[]): Tags {
  const checked: Record<string, string> = {};
  for (const { Key = "", Value = "" } of tags) {
    if (/^aws:/i.test(Key)) throw systemTag();
    if (Object.hasOwn(checked, Key)) throw duplicateTags();
    if (!isText(Key, limits.tagKeyCharacters) || Key === "" || !isText(Value, limits.tagValueCharacters))
      throw wrongTag();
    checked[Key] = Value;
  }
  return checked;
}

function isText(text: string, mostCharacters: number): boolean {
  return text.length <= mostCharacters && /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text);
}
