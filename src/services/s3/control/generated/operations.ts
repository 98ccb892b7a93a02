import type { OperationLoaders } from "../../../service.ts";

/** s3-control: made by tools/generate-operations.ts of the folder operations/, where one file is one operation. */
export const operations = {
  DeletePublicAccessBlock: async () => (await import("../operations/delete-public-access-block.ts")).deletePublicAccessBlock,
  GetPublicAccessBlock: async () => (await import("../operations/get-public-access-block.ts")).getPublicAccessBlock,
  ListTagsForResource: async () => (await import("../operations/list-tags-for-resource.ts")).listTagsForResource,
  PutPublicAccessBlock: async () => (await import("../operations/put-public-access-block.ts")).putPublicAccessBlock,
  TagResource: async () => (await import("../operations/tag-resource.ts")).tagResource,
  UntagResource: async () => (await import("../operations/untag-resource.ts")).untagResource,
} satisfies OperationLoaders<typeof import("@aws-sdk/client-s3-control"), never>;
