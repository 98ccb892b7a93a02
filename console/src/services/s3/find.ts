import { type Bucket, paginateListBuckets, S3Client } from "@aws-sdk/client-s3";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { bucketPath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([buckets], search);

const buckets = findableKind<Bucket>({
  kind: "Bucket",
  async *pages({ client }) {
    for await (const { Buckets = [] } of paginateListBuckets({ client: client(S3Client) }, { MaxBuckets: 1_000 })) {
      yield Buckets;
    }
  },
  name: ({ Name }) => Name,
  href: ({ Name = "" }) => bucketPath(Name),
});
