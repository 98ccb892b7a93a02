import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient } from "../shell/session-provider.tsx";
import { type Choice, mostChoices } from "./choice.ts";

/** The account's buckets, by their ARNs. */
export function useBucketChoices(enabled = true): Live<readonly Choice[]> {
  const client = useClient(S3Client);
  return useLive(
    "choices/buckets",
    async () => {
      const { Buckets = [] } = await client.send(new ListBucketsCommand({ MaxBuckets: mostChoices }));
      return Buckets.map(({ Name = "" }) => ({ value: `arn:aws:s3:::${Name}`, label: Name }));
    },
    { enabled, everyMs: 5_000 },
  );
}
