import { GetBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ManagementTab } from "../bucket/management-tab.tsx";
import { MetricsTab } from "../bucket/metrics-tab.tsx";
import { PermissionsTab } from "../bucket/permissions-tab.tsx";
import { PropertiesTab } from "../bucket/properties-tab.tsx";
import { useDeleteBucket, useEmptyBucket } from "../bucket/remove-bucket.tsx";
import { ObjectsTab } from "../objects/objects-tab.tsx";
import { folderCrumbs } from "../paths.ts";

export function Component() {
  const { bucket = "" } = useParams();
  return <BucketPage key={bucket} bucket={bucket} />;
}

function BucketPage({ bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const prefix = search.get("prefix") ?? "";
  const versioning = useLive(
    `s3/versioning/${bucket}`,
    () => client.send(new GetBucketVersioningCommand({ Bucket: bucket })),
    {
      everyMs: 5_000,
    },
  );
  const empty = useEmptyBucket(() => undefined);
  const remove = useDeleteBucket(() => undefined);
  const crumbs = folderCrumbs(bucket, prefix);
  const title = crumbs.at(-1)?.text ?? bucket;

  return (
    <Page
      title={title}
      breadcrumbs={crumbs.slice(0, -1)}
      actions={
        <ButtonDropdown
          items={[
            { id: "empty", text: "Empty bucket" },
            { id: "delete", text: "Delete bucket" },
          ]}
          onItemClick={async ({ detail }) => {
            if (detail.id === "empty") await empty(bucket);
            else if (await remove(bucket)) await navigate("/console/s3/buckets");
          }}
        >
          Bucket actions
        </ButtonDropdown>
      }
    >
      {versioning.data ? (
        prefix ? (
          <ObjectsTab key={prefix} bucket={bucket} prefix={prefix} isVersioned={versioning.data.Status !== undefined} />
        ) : (
          <Tabs
            activeTabId={search.get("tab") ?? "objects"}
            ariaLabel="Bucket"
            onChange={({ detail }) => setSearch({ tab: detail.activeTabId })}
            tabs={[
              {
                id: "objects",
                label: "Objects",
                content: <ObjectsTab bucket={bucket} prefix="" isVersioned={versioning.data.Status !== undefined} />,
              },
              {
                id: "properties",
                label: "Properties",
                content: <PropertiesTab bucket={bucket} versioning={versioning.data} onChange={versioning.refresh} />,
              },
              { id: "permissions", label: "Permissions", content: <PermissionsTab bucket={bucket} /> },
              { id: "metrics", label: "Metrics", content: <MetricsTab bucket={bucket} /> },
              { id: "management", label: "Management", content: <ManagementTab bucket={bucket} /> },
            ]}
          />
        )
      ) : versioning.isLoading ? (
        <StatusIndicator type="loading">Loading the bucket</StatusIndicator>
      ) : (
        <ErrorAlert
          error={versioning.error}
          title={`The bucket ${bucket} could not be read`}
          onRetry={versioning.refresh}
          action={<RouteButton href="/console/s3/buckets">Buckets</RouteButton>}
        />
      )}
    </Page>
  );
}
