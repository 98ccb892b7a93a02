import {
  CloudWatchClient,
  type DashboardEntry,
  DeleteDashboardsCommand,
  paginateListDashboards,
} from "@aws-sdk/client-cloudwatch";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTime, toMs } from "../../../text/times.ts";
import { dashboardPath } from "../paths.ts";

export function Component() {
  const client = useClient(CloudWatchClient);
  const dashboards = useLive("cloudwatch/dashboards", async (signal) => {
    const found: DashboardEntry[] = [];
    for await (const { DashboardEntries = [] } of paginateListDashboards({ client }, {})) {
      signal.throwIfAborted();
      found.push(...DashboardEntries);
    }
    return found;
  });
  const remove = useDeleteDashboards(dashboards.refresh);
  return (
    <ListPage
      id="cloudwatch.dashboards"
      title="Dashboards"
      noun="dashboards"
      feature="CloudWatch dashboards"
      live={dashboards}
      columns={columns}
      rowId={({ DashboardName = "" }) => DashboardName}
      rowArn={({ DashboardArn }) => DashboardArn}
      select="multi"
      sortBy={{ column: "name" }}
      create={{ text: "Create dashboard", href: "/console/cloudwatch/create-dashboard" }}
      empty="No dashboards. A dashboard shows graphs, alarms and logs side by side."
      actions={(selected) => (
        <Button
          disabled={selected.length === 0}
          onClick={() => void remove(selected.map(({ DashboardName = "" }) => DashboardName))}
        >
          Delete
        </Button>
      )}
    />
  );
}

export function useDeleteDashboards(onChange: () => void): (names: readonly string[]) => Promise<boolean> {
  const client = useClient(CloudWatchClient);
  const confirmed = useConfirmed();
  return (names) => {
    const what = names.length === 1 ? `dashboard ${names[0]}` : `${names.length} dashboards`;
    return confirmed(
      {
        title: `Delete ${what}?`,
        body: (
          <>
            <b className="squall-anywhere">{names.join(", ")}</b> and all that is on it are deleted for good. What it
            shows stays.
          </>
        ),
        action: "Delete",
      },
      () => client.send(new DeleteDashboardsCommand({ DashboardNames: [...names] })),
      { done: `Successfully deleted ${what}.`, failed: `Deleting ${what} failed`, onChange },
    );
  };
}

const columns: readonly Column<DashboardEntry>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ DashboardName = "" }) => <RouteLink href={dashboardPath(DashboardName)}>{DashboardName}</RouteLink>,
    value: ({ DashboardName }) => DashboardName,
    width: 360,
  },
  {
    id: "updated",
    header: "Last updated",
    cell: ({ LastModified }) => formatTime(LastModified),
    value: ({ LastModified }) => toMs(LastModified),
    width: 300,
  },
  { id: "size", header: "Size", cell: ({ Size }) => formatBytes(Size), value: ({ Size }) => Size, width: 140 },
];
