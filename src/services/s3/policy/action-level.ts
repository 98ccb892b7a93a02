/** Whether an action is one on objects or one on buckets; undefined for wildcards, which may be both. */
export function levelOfAction(action: string): "object" | "bucket" | undefined {
  if (/[*?]/.test(action)) return undefined;
  return objectActions.test(action) ? "object" : "bucket";
}

/** Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3", resource type `object`. */
const objectActions =
  /^s3:(?:(?:Get|Put|Delete|Restore|Initiate|Update)Object(?:$|Acl|Attributes|Encryption|LegalHold|Retention|Tagging|Torrent|Version|Annotation|Replication)|AbortMultipartUpload$|ListMultipartUploadParts$|BypassGovernanceRetention$|Replicate(?:Delete|Object|Tags)$|ObjectOwnerOverrideToBucketOwner$)/i;
