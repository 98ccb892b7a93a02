import { passesRoleTo } from "../pass-role.ts";
import { requestTagConditions } from "../request-tags.ts";
import type { AccessRules, ActionOf, FurtherRule } from "../service.ts";
import { bucketArn, objectArn } from "./buckets/bucket.ts";
import { readBucketOwner, readBucketPolicy } from "./buckets/read-for-access.ts";
import type { S3 } from "./model.ts";
import { initiatorOf } from "./multipart/initiator.ts";
import { parseCopySource } from "./objects/parse-copy-source.ts";
import type { S3Context } from "./operation.ts";
import { existingTagConditions, requestedTagConditions } from "./tags/tag-conditions.ts";

const aclMembers = ["ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP"] as const;

/** AWS's services deliver with an ACL under policies that let them do no more than PutObject. Source: "Exporting log data to Amazon S3". */
const givesObjectAcl: FurtherRule = (_value, _input, { principal }) =>
  principal.kind === "service" ? undefined : { action: "s3:PutObjectAcl" };

/** A new bucket is private by itself. Source: "CreateBucket", permissions. */
const givesBucketAcl: FurtherRule = (value) => (value === "private" ? undefined : { action: "s3:PutBucketAcl" });

/** A write that depends on what is there tells what is there. */
const readsObject = (_etag: unknown, { Bucket, Key }: Readonly<Record<string, unknown>>) => ({
  operation: "GetObject",
  input: { Bucket, Key },
});

const readsSource: FurtherRule = (source) => ({ operation: "GetObject", input: parseCopySource(String(source)) });

/** What is said of an object as it is made, and could be changed later with a permission of its own. Source: "PutObject", permissions. */
const ofNewObjects: Readonly<Record<string, FurtherRule>> = {
  ...Object.fromEntries(aclMembers.map((member) => [member, givesObjectAcl])),
  Tagging: "s3:PutObjectTagging",
  ObjectLockMode: "s3:PutObjectRetention",
  ObjectLockRetainUntilDate: "s3:PutObjectRetention",
  ObjectLockLegalHoldStatus: "s3:PutObjectLegalHold",
  ObjectLockEventHold: "s3:PutObjectLegalHold",
  ObjectLockEventHoldDurationDays: "s3:PutObjectLegalHold",
  ObjectLockEventHoldDurationYears: "s3:PutObjectLegalHold",
};

/** Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3". */
export const accessRules: AccessRules<S3> = {
  prefix: "s3",
  actions: {
    ListBuckets: "s3:ListAllMyBuckets",
    HeadBucket: "s3:ListBucket",
    ListObjects: "s3:ListBucket",
    ListObjectsV2: "s3:ListBucket",
    ListObjectVersions: "s3:ListBucketVersions",
    ListMultipartUploads: "s3:ListBucketMultipartUploads",
    ListParts: "s3:ListMultipartUploadParts",
    GetObject: ofVersion("s3:GetObject"),
    HeadObject: ofVersion("s3:GetObject"),
    SelectObjectContent: "s3:GetObject",
    DeleteObject: ofVersion("s3:DeleteObject"),
    GetObjectAcl: ofVersion("s3:GetObject", "Acl"),
    PutObjectAcl: ofVersion("s3:PutObject", "Acl"),
    GetObjectTagging: ofVersion("s3:GetObject", "Tagging"),
    PutObjectTagging: ofVersion("s3:PutObject", "Tagging"),
    DeleteObjectTagging: ofVersion("s3:DeleteObject", "Tagging"),
    GetObjectAttributes: ofVersion("s3:GetObject", "Attributes"),
    CopyObject: "s3:PutObject",
    CreateMultipartUpload: "s3:PutObject",
    UploadPart: "s3:PutObject",
    UploadPartCopy: "s3:PutObject",
    CompleteMultipartUpload: "s3:PutObject",
    GetBucketNotificationConfiguration: "s3:GetBucketNotification",
    PutBucketNotificationConfiguration: "s3:PutBucketNotification",
    GetPublicAccessBlock: "s3:GetBucketPublicAccessBlock",
    PutPublicAccessBlock: "s3:PutBucketPublicAccessBlock",
    DeletePublicAccessBlock: "s3:PutBucketPublicAccessBlock",
    DeleteBucketOwnershipControls: "s3:PutBucketOwnershipControls",
    DeleteBucketTagging: "s3:PutBucketTagging",
    GetBucketCors: "s3:GetBucketCORS",
    PutBucketCors: "s3:PutBucketCORS",
    DeleteBucketCors: "s3:PutBucketCORS",
    GetBucketEncryption: "s3:GetEncryptionConfiguration",
    GetBucketAccelerateConfiguration: "s3:GetAccelerateConfiguration",
    GetBucketLifecycleConfiguration: "s3:GetLifecycleConfiguration",
    GetBucketReplication: "s3:GetReplicationConfiguration",
    GetObjectLockConfiguration: "s3:GetBucketObjectLockConfiguration",
    PutObjectLockConfiguration: "s3:PutBucketObjectLockConfiguration",
    PutBucketLifecycleConfiguration: "s3:PutLifecycleConfiguration",
    DeleteBucketLifecycle: "s3:PutLifecycleConfiguration",
    PutBucketReplication: "s3:PutReplicationConfiguration",
    DeleteBucketReplication: "s3:PutReplicationConfiguration",
    PutBucketAccelerateConfiguration: "s3:PutAccelerateConfiguration",
    ListBucketAnalyticsConfigurations: "s3:GetAnalyticsConfiguration",
    GetBucketAnalyticsConfiguration: "s3:GetAnalyticsConfiguration",
    PutBucketAnalyticsConfiguration: "s3:PutAnalyticsConfiguration",
    DeleteBucketAnalyticsConfiguration: "s3:PutAnalyticsConfiguration",
    ListBucketInventoryConfigurations: "s3:GetInventoryConfiguration",
    GetBucketInventoryConfiguration: "s3:GetInventoryConfiguration",
    PutBucketInventoryConfiguration: "s3:PutInventoryConfiguration",
    DeleteBucketInventoryConfiguration: "s3:PutInventoryConfiguration",
    ListBucketMetricsConfigurations: "s3:GetMetricsConfiguration",
    GetBucketMetricsConfiguration: "s3:GetMetricsConfiguration",
    PutBucketMetricsConfiguration: "s3:PutMetricsConfiguration",
    DeleteBucketMetricsConfiguration: "s3:PutMetricsConfiguration",
    ListBucketIntelligentTieringConfigurations: "s3:GetIntelligentTieringConfiguration",
    GetBucketIntelligentTieringConfiguration: "s3:GetIntelligentTieringConfiguration",
    PutBucketIntelligentTieringConfiguration: "s3:PutIntelligentTieringConfiguration",
    DeleteBucketIntelligentTieringConfiguration: "s3:PutIntelligentTieringConfiguration",
    PutBucketEncryption: "s3:PutEncryptionConfiguration",
    DeleteBucketEncryption: "s3:PutEncryptionConfiguration",
  },
  also: {
    CreateBucket: {
      ...Object.fromEntries(aclMembers.map((member) => [member, givesBucketAcl])),
      ObjectOwnership: "s3:PutBucketOwnershipControls",
      ObjectLockEnabledForBucket: () => [
        { action: "s3:PutBucketObjectLockConfiguration" },
        { action: "s3:PutBucketVersioning" },
      ],
      "CreateBucketConfiguration.Tags": "s3:TagResource",
    },
    PutBucketReplication: { "ReplicationConfiguration.Role": passesRoleTo("s3.amazonaws.com") },
    PutObject: { ...ofNewObjects, IfMatch: readsObject },
    CopyObject: { ...ofNewObjects, IfMatch: readsObject, CopySource: readsSource },
    CreateMultipartUpload: ofNewObjects,
    UploadPartCopy: { CopySource: readsSource },
    CompleteMultipartUpload: { IfMatch: readsObject },
    DeleteObject: {
      BypassGovernanceRetention: "s3:BypassGovernanceRetention",
      // Whether there is anything at all, who may delete it may know.
      IfMatch: (etag, input) => (etag === "*" ? undefined : readsObject(etag, input)),
    },
    PutObjectRetention: { BypassGovernanceRetention: "s3:BypassGovernanceRetention" },
    GetObjectAttributes: {
      Key: (_key, { Bucket, Key, VersionId }) => ({ operation: "GetObject", input: { Bucket, Key, VersionId } }),
    },
  },
  selfChecked: ["DeleteObjects"],
  resource: (_operation, { Bucket: bucket, Key: key }) => {
    if (typeof bucket !== "string") return "*";
    return typeof key === "string" ? objectArn(bucket, key) : bucketArn(bucket);
  },
  // A bucket that is to be made belongs to who makes it: that the name is another account's is the operation's to say.
  resourceAccount: async (operation, { Bucket: bucket }, host) =>
    typeof bucket === "string" && operation !== "CreateBucket" ? readBucketOwner(host, bucket) : undefined,
  resourcePolicy: async (operation, { Bucket: bucket, Key, VersionId, UploadId }, at) =>
    typeof bucket === "string" && operation !== "CreateBucket"
      ? readBucketPolicy(at as S3Context, {
          bucket,
          key: Key,
          versionId: VersionId,
          account: at.account,
          initiator: ofInitiators.has(operation)
            ? { id: initiatorOf(at.principal).ID, uploadId: String(UploadId) }
            : undefined,
        })
      : undefined,
  conditions: async (operation, input, host) => ({
    ...conditionsOf(input),
    ...requestedTagConditions(input),
    ...requestTagConditions((input.CreateBucketConfiguration as { readonly Tags?: unknown } | undefined)?.Tags),
    ...(await existingTagConditions(operation, input, host)),
  }),
};

/** What who began an upload may do with it, whoever's the bucket is. Source: "Multipart upload API and permissions". */
const ofInitiators: ReadonlySet<string> = new Set(["AbortMultipartUpload", "ListParts"]);

/** A version that is named needs another permission: `s3:GetObjectVersionTagging` for `s3:GetObjectTagging`. */
function ofVersion(action: string, suffix = ""): ActionOf {
  return ({ VersionId: version }) => (version === undefined ? action + suffix : `${action}Version${suffix}`);
}

/** Condition key → the input's member. */
const conditionMembers: Readonly<Record<string, string>> = {
  "s3:prefix": "Prefix",
  "s3:delimiter": "Delimiter",
  "s3:max-keys": "MaxKeys",
  "s3:versionid": "VersionId",
  "s3:locationconstraint": "LocationConstraint",
  "s3:x-amz-acl": "ACL",
  "s3:x-amz-copy-source": "CopySource",
  "s3:x-amz-metadata-directive": "MetadataDirective",
  "s3:x-amz-server-side-encryption": "ServerSideEncryption",
  "s3:x-amz-storage-class": "StorageClass",
  "s3:if-match": "IfMatch",
  "s3:if-none-match": "IfNoneMatch",
  "s3:x-amz-grant-full-control": "GrantFullControl",
  "s3:x-amz-grant-read": "GrantRead",
  "s3:x-amz-grant-read-acp": "GrantReadACP",
  "s3:x-amz-grant-write": "GrantWrite",
  "s3:x-amz-grant-write-acp": "GrantWriteACP",
  "s3:x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
  "s3:x-amz-server-side-encryption-customer-algorithm": "SSECustomerAlgorithm",
  "s3:object-lock-mode": "ObjectLockMode",
  "s3:object-lock-legal-hold": "ObjectLockLegalHoldStatus",
};

function conditionsOf(input: Readonly<Record<string, unknown>>): Record<string, readonly string[]> {
  const conditions: Record<string, readonly string[]> = {};
  for (const [key, member] of Object.entries(conditionMembers)) {
    const value = input[member];
    if (typeof value === "string" || typeof value === "number") conditions[key] = [String(value)];
  }
  return conditions;
}
