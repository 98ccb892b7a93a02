import { isPublicAcl } from "../acl/acl.ts";
import { aclOfHeaders, asksForAcl } from "../acl/requested-acl.ts";
import { type Bucket, bucketArn, bucketKey } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { checkBucketName, checkNamespace } from "../buckets/check-bucket-name.ts";
import { createBucketOnce, type InitialSettings } from "../buckets/create-bucket.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import { ownerships } from "../buckets/settings.ts";
import {
  bucketAlreadyExists,
  bucketAlreadyOwnedByYou,
  bucketIsBeingDeleted,
  illegalLocationConstraint,
  invalidBucketAclWithBlock,
  invalidBucketAclWithOwnership,
  invalidLocationConstraint,
  invalidOwnershipHeader,
  notImplemented,
} from "../errors.ts";
import type { S3Input } from "../model.ts";
import type { S3Context, S3Operation } from "../operation.ts";
import { checkTags } from "../tags/tags.ts";

/** Makes a bucket with today's defaults: ACLs disabled, public access blocked, no versioning. */
export const createBucket: S3Operation<"CreateBucket"> = async (input, context) => {
  checkBucketName(input.Bucket);
  refuseUnsupported(input);
  const bucket: Bucket = {
    name: input.Bucket,
    id: context.host.random.text(16, "0123456789abcdef"),
    account: context.account,
    region: regionOf(input, context.region),
    createdMs: context.host.clock.nowMs(),
  };
  checkNamespace(bucket.name, input.BucketNamespace, bucket.account, bucket.region);
  const existing =
    (await context.state.buckets.find(bucket.name)) ??
    (await createBucketOnce(context, bucket, settingsOf(input, bucket), lockOf(input)));
  if (existing) {
    checkMadeAgain(existing, bucket, (input.CreateBucketConfiguration?.Tags?.length ?? 0) > 0);
    await checkIsThere(context, existing);
  }
  return { Location: locationOf(context, bucket), BucketArn: bucketArn(bucket.name) };
};

/** Of a bucket of us-east-1 its path, of any other the address that its own host has at this server. Source: recorded answers. */
function locationOf({ request }: S3Context, { name, region }: Bucket): string {
  const { host } = request.headers;
  if (region === "us-east-1" || host === undefined) return `/${name}`;
  const port = /:\d+$/.exec(host)?.[0] ?? "";
  const server = host.slice(0, host.length - port.length).replace(/^(?:.*\.)?s3\./, "");
  // A name that every resolver leads to this machine, below which buckets can have theirs.
  const isBare = server === "localhost" || /^[\d.]+$|^\[/.test(server);
  return `${new URL(request.endpoint).protocol}//${name}.s3.${isBare ? "localhost.localstack.cloud" : server}${port}/`;
}

/** Who makes his own bucket again in us-east-1 succeeds, and only there, and without tags. Source: "CreateBucket", BucketAlreadyOwnedByYou. */
function checkMadeAgain(existing: Bucket, wanted: Bucket, hasTags: boolean): void {
  if (existing.account !== wanted.account) throw bucketAlreadyExists(wanted.name);
  if (hasTags || existing.region !== "us-east-1" || wanted.region !== "us-east-1")
    throw bucketAlreadyOwnedByYou(wanted.name);
}

/** A bucket that is being deleted has its name for a moment longer. */
async function checkIsThere({ host }: S3Context, existing: Bucket): Promise<void> {
  const row = await host.storage.partition(bucketKey(existing)).read((tx) => bucketStore.find(tx));
  if (!row) throw bucketIsBeingDeleted();
}

/** us-east-1's endpoint makes buckets anywhere, the others only in their own region, which must be named. */
function regionOf({ CreateBucketConfiguration }: S3Input<"CreateBucket">, region: string): string {
  const constraint = CreateBucketConfiguration?.LocationConstraint as string | undefined;
  if (region === "us-east-1") {
    if (!constraint) return region;
    if (constraint === "EU") return "eu-west-1";
    if (constraint === "us-east-1" || !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(constraint)) {
      throw invalidLocationConstraint(constraint);
    }
    return constraint;
  }
  if (constraint === "EU" && region === "eu-west-1") return region;
  if (constraint !== region) throw illegalLocationConstraint(constraint || undefined);
  return region;
}

function refuseUnsupported(input: S3Input<"CreateBucket">): void {
  const configuration = input.CreateBucketConfiguration;
  if (configuration?.Bucket ?? configuration?.Location) throw notImplemented("directory buckets");
  const ownership = input.ObjectOwnership as string | undefined;
  if (ownership !== undefined && !ownerships.has(ownership)) {
    throw invalidOwnershipHeader(ownership);
  }
}

/** Object Lock needs versioning, and turns it on. */
function lockOf({ ObjectLockEnabledForBucket: isLocked }: S3Input<"CreateBucket">) {
  return { versioning: isLocked ? ("Enabled" as const) : undefined, objectLock: isLocked ? "{}" : undefined };
}

/** The public access block of every new bucket is on, so a public ACL cannot be given at once. */
function aclOf(input: S3Input<"CreateBucket">, bucket: Bucket): InitialSettings {
  const isPrivate = input.ACL === undefined || input.ACL === "private";
  if (!asksForAcl(input) || (isPrivate && input.ACL !== undefined)) return [];
  if ((input.ObjectOwnership ?? "BucketOwnerEnforced") === "BucketOwnerEnforced") throw invalidBucketAclWithOwnership();
  const ownerId = canonicalUserId(bucket.account);
  const acl = aclOfHeaders(input, { ownerId, bucketOwnerId: ownerId });
  if (isPublicAcl(acl)) throw invalidBucketAclWithBlock();
  return [["acl", JSON.stringify(acl)]];
}

function settingsOf(input: S3Input<"CreateBucket">, bucket: Bucket): InitialSettings {
  const block = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const tags = checkTags(input.CreateBucketConfiguration?.Tags ?? [], "new bucket");
  return [
    ["ownership", input.ObjectOwnership ?? "BucketOwnerEnforced"],
    ...(input.CreateBucketConfiguration?.LocationConstraint === "EU" ? ([["location", "EU"]] as const) : []),
    ["public-access-block", JSON.stringify(block)],
    ...aclOf(input, bucket),
    ...(Object.keys(tags).length > 0 ? ([["tags", JSON.stringify(tags)]] as const) : []),
  ];
}
