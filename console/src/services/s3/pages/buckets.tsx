import { type Bucket, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import { regionName } from "../../../aws/regions.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";
import { useDeleteBucket, useEmptyBucket } from "../bucket/remove-bucket.tsx";
import { bucketPath } from "../paths.ts";

export function Component() {
  const client = useClient(S3Client);
  const { region } = useSession();
  const buckets = useLive("s3/buckets", async () => {
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    return Buckets;
  });
  const empty = useEmptyBucket(buckets.refresh);
  const remove = useDeleteBucket(buckets.refresh);
  return (
    <ListPage
      id="s3.buckets"
      title="General purpose buckets"
      noun="buckets"
      description="Buckets are containers for data stored in S3."
      searchPlaceholder="Find buckets by name"
      live={buckets}
      columns={toColumns(region)}
      rowId={({ Name = "" }) => Name}
      rowArn={({ Name }) => `arn:aws:s3:::${Name}`}
      select="single"
      sortBy={{ column: "name" }}
      create={{ text: "Create bucket", href: "/console/s3/create" }}
      empty="You don't have any buckets."
      actions={([selected]) => (
        <>
          <Button disabled={!selected} onClick={() => void empty(selected?.Name ?? "")}>
            Empty
          </Button>
          <Button disabled={!selected} onClick={() => void remove(selected?.Name ?? "")}>
            Delete
          </Button>
        </>
      )}
    />
  );
}

function toColumns(region: string): readonly Column<Bucket>[] {
  return [
    {
      id: "name",
      header: "Name",
      cell: ({ Name = "" }) => <RouteLink href={bucketPath(Name)}>{Name}</RouteLink>,
      value: ({ Name }) => Name,
      width: 320,
    },
    {
      id: "region",
      header: "AWS Region",
      cell: ({ BucketRegion = region }) => `${regionName(BucketRegion)} ${BucketRegion}`,
      value: ({ BucketRegion = region }) => BucketRegion,
      width: 220,
    },
    {
      id: "created",
      header: "Creation date",
      cell: ({ CreationDate }) => formatTime(CreationDate),
      value: ({ CreationDate }) => toMs(CreationDate),
      width: 320,
    },
  ];
}
