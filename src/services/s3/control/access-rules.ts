import type { AccessRules } from "../../service.ts";
import { readBucketOwner } from "../buckets/read-for-access.ts";
import type { S3Control } from "./model.ts";

/** Source: "Actions, resources, and condition keys for Amazon S3". */
export const accessRules: AccessRules<S3Control> = {
  prefix: "s3",
  actions: {
    GetPublicAccessBlock: "s3:GetAccountPublicAccessBlock",
    PutPublicAccessBlock: "s3:PutAccountPublicAccessBlock",
    DeletePublicAccessBlock: "s3:PutAccountPublicAccessBlock",
  },
  resource: (_operation, { ResourceArn: arn }) => (typeof arn === "string" ? arn : "*"),
  resourceAccount: async (_operation, { ResourceArn: arn }, host) => {
    const bucket = typeof arn === "string" ? /^arn:aws[a-z-]*:s3:::([^/]+)$/.exec(arn)?.[1] : undefined;
    return bucket === undefined ? undefined : readBucketOwner(host, bucket);
  },
};
