import {
  DeleteScheduleCommand,
  paginateListSchedules,
  SchedulerClient,
  type ScheduleSummary,
} from "@aws-sdk/client-scheduler";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { nameOfArn } from "../../../choices/choice.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";
import { schedulePath } from "../paths.ts";

/** More than a page shows or a user reads. */
const mostSchedules = 5_000;

export function Component() {
  const several = useSeveral();
  const client = useClient(SchedulerClient);
  const schedules = useLive("scheduler/schedules", async (signal) => {
    const found: ScheduleSummary[] = [];
    for await (const { Schedules = [] } of paginateListSchedules({ client }, {})) {
      signal.throwIfAborted();
      found.push(...Schedules);
      if (found.length >= mostSchedules) break;
    }
    return found;
  });
  const remove = useDeleteSchedule(schedules.refresh);
  return (
    <ListPage
      id="events.schedules"
      title="Schedules"
      noun="schedules"
      feature="EventBridge Scheduler"
      live={schedules}
      columns={columns}
      rowId={({ GroupName, Name }) => `${GroupName}/${Name}`}
      rowName={({ Name = "" }) => Name}
      select="multi"
      rowArn={({ Arn }) => Arn}
      filters={[{ id: "group", label: "Schedule group", value: ({ GroupName = "default" }) => GroupName }]}
      create={{ text: "Create schedule", href: "/console/events/create-schedule" }}
      empty="No schedules."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <RouteButton
            disabled={!selected}
            href={selected && `${schedulePath(selected.GroupName ?? "default", selected.Name ?? "")}/edit`}
          >
            Edit
          </RouteButton>
          <Button
            disabled={chosen.length === 0}
            onClick={() =>
              void several(chosen, "schedules", ({ GroupName = "default", Name = "" }) => remove(GroupName, Name))
            }
          >
            Delete
          </Button>
        </>
      )}
    />
  );
}

export function useDeleteSchedule(onChange: () => void): (group: string, name: string) => Promise<boolean> {
  const client = useClient(SchedulerClient);
  const confirmed = useConfirmed();
  return (GroupName, Name) =>
    confirmed(
      {
        title: `Delete schedule ${Name}?`,
        body: (
          <>
            <b className="squall-anywhere">{Name}</b> no longer invokes its target.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeleteScheduleCommand({ GroupName, Name })),
      { done: `Schedule ${Name} was deleted.`, failed: `Schedule ${Name} could not be deleted`, onChange },
    );
}

const columns: readonly Column<ScheduleSummary>[] = [
  {
    id: "name",
    header: "Schedule name",
    cell: ({ GroupName = "default", Name = "" }) => <RouteLink href={schedulePath(GroupName, Name)}>{Name}</RouteLink>,
    value: ({ Name }) => Name,
    width: 260,
  },
  {
    id: "group",
    header: "Schedule group",
    cell: ({ GroupName }) => GroupName,
    value: ({ GroupName }) => GroupName,
    width: 160,
  },
  {
    id: "state",
    header: "Status",
    cell: ({ State }) => (
      <StatusIndicator type={State === "ENABLED" ? "success" : "stopped"}>
        {State === "ENABLED" ? "Enabled" : "Disabled"}
      </StatusIndicator>
    ),
    value: ({ State }) => State,
    width: 130,
  },
  {
    id: "target",
    header: "Target",
    cell: ({ Target }) => nameOfArn(Target?.Arn ?? ""),
    value: ({ Target }) => Target?.Arn,
    width: 220,
  },
  {
    id: "modified",
    header: "Last modified",
    cell: ({ LastModificationDate }) => formatTime(LastModificationDate),
    value: ({ LastModificationDate }) => toMs(LastModificationDate),
    width: 290,
  },
];
