import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  type LogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useState } from "react";
import { useLiveList } from "../../../live/use-live-list.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTime } from "../../../text/times.ts";
import { RetentionDialog } from "../logs/retention-dialog.tsx";
import { retentionLabel } from "../logs/retentions.ts";
import { groupPath } from "../paths.ts";

export function Component() {
  const client = useClient(CloudWatchLogsClient);
  const [edited, setEdited] = useState<LogGroup>();
  const groups = useLiveList("logs/groups", async (nextToken, abortSignal) => {
    const { logGroups = [], nextToken: next } = await client.send(new DescribeLogGroupsCommand({ nextToken }), {
      abortSignal,
    });
    return { items: logGroups, next };
  });
  const remove = useDeleteLogGroups(groups.refresh);
  return (
    <ListPage
      id="logs.groups"
      title="Log groups"
      noun="log groups"
      live={groups}
      columns={columns}
      rowId={({ logGroupName = "" }) => logGroupName}
      select="multi"
      sortBy={{ column: "name" }}
      searchPlaceholder="Filter log groups"
      create={{ text: "Create log group", href: "/console/cloudwatch/create-log-group" }}
      empty="No log groups. A function's comes with its first line; other programs create theirs."
      actions={(selected) => (
        <>
          <ButtonDropdown
            disabled={selected.length === 0}
            items={[
              { id: "delete", text: "Delete log group(s)" },
              { id: "retention", text: "Edit retention setting", disabled: selected.length !== 1 },
            ]}
            onItemClick={({ detail }) => {
              if (detail.id === "delete") void remove(selected.map(({ logGroupName = "" }) => logGroupName));
              else setEdited(selected[0]);
            }}
          >
            Actions
          </ButtonDropdown>
        </>
      )}
    >
      {edited && <RetentionDialog group={edited} onClose={() => setEdited(undefined)} onChange={groups.refresh} />}
    </ListPage>
  );
}

export function useDeleteLogGroups(onChange: () => void): (names: readonly string[]) => Promise<boolean> {
  const client = useClient(CloudWatchLogsClient);
  const confirmed = useConfirmed();
  return async (names) => {
    const what = names.length === 1 ? `log group ${names[0]}` : `${names.length} log groups`;
    return confirmed(
      {
        title: `Delete ${what}?`,
        body: (
          <>
            All log data of <b className="squall-anywhere">{names.join(", ")}</b> is deleted for good.
          </>
        ),
        action: "Delete",
      },
      async () => {
        for (const logGroupName of names) await client.send(new DeleteLogGroupCommand({ logGroupName }));
      },
      { done: `Successfully deleted ${what}.`, failed: `Deleting ${what} failed`, onChange: onChange },
    );
  };
}

const columns: readonly Column<LogGroup>[] = [
  {
    id: "name",
    header: "Log group",
    cell: ({ logGroupName = "" }) => <RouteLink href={groupPath(logGroupName)}>{logGroupName}</RouteLink>,
    value: ({ logGroupName }) => logGroupName,
    width: 360,
  },
  {
    id: "retention",
    header: "Retention",
    cell: ({ retentionInDays }) => retentionLabel(retentionInDays),
    value: ({ retentionInDays }) => retentionInDays,
    width: 180,
  },
  {
    id: "bytes",
    header: "Stored bytes",
    cell: ({ storedBytes }) => formatBytes(storedBytes),
    value: ({ storedBytes }) => storedBytes,
    width: 130,
  },
  {
    id: "created",
    header: "Creation time",
    cell: ({ creationTime }) => formatTime(creationTime),
    value: ({ creationTime }) => creationTime,
    width: 300,
  },
];
