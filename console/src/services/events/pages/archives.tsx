import { type Archive, DeleteArchiveCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { nameOfArn } from "../../../choices/choice.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTime, toMs } from "../../../text/times.ts";
import { useArchives } from "../archive/archives.ts";
import { busPath } from "../paths.ts";

export function Component() {
  const several = useSeveral();
  const client = useClient(EventBridgeClient);
  const confirmed = useConfirmed();
  const archives = useArchives();
  const remove = ({ ArchiveName = "" }: Archive) =>
    confirmed(
      {
        title: `Delete archive ${ArchiveName}?`,
        body: (
          <>
            The events in <b className="squall-anywhere">{ArchiveName}</b> are deleted with it, and can't be replayed.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeleteArchiveCommand({ ArchiveName })),
      {
        done: `Archive ${ArchiveName} was deleted.`,
        failed: `Archive ${ArchiveName} could not be deleted`,
        onChange: archives.refresh,
      },
    );
  return (
    <ListPage
      id="events.archives"
      title="Archives"
      noun="archives"
      description="An archive keeps the events of a bus, so that they can be replayed."
      feature="archives"
      live={archives}
      columns={columns}
      rowId={({ ArchiveName = "" }) => ArchiveName}
      select="multi"
      create={{ text: "Create archive", href: "/console/events/create-archive" }}
      empty="No archives."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "archives", remove)}>
            Delete
          </Button>
          <RouteButton
            disabled={!selected}
            href={selected && `/console/events/start-replay?archive=${encodeURIComponent(selected.ArchiveName ?? "")}`}
          >
            Start new replay
          </RouteButton>
        </>
      )}
    />
  );
}

const columns: readonly Column<Archive>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ ArchiveName }) => ArchiveName,
    value: ({ ArchiveName }) => ArchiveName,
    width: 240,
  },
  {
    id: "state",
    header: "Status",
    cell: ({ State = "", StateReason }) => (
      <StatusIndicator type={State === "ENABLED" ? "success" : /FAILED/.test(State) ? "error" : "in-progress"}>
        {State} {StateReason}
      </StatusIndicator>
    ),
    value: ({ State }) => State,
    width: 160,
  },
  {
    id: "bus",
    header: "Source",
    cell: ({ EventSourceArn = "" }) => (
      <RouteLink href={busPath(nameOfArn(EventSourceArn))}>{nameOfArn(EventSourceArn)}</RouteLink>
    ),
    value: ({ EventSourceArn = "" }) => nameOfArn(EventSourceArn),
    width: 160,
  },
  {
    id: "retention",
    header: "Retention period",
    cell: ({ RetentionDays }) => (RetentionDays ? `${RetentionDays} days` : "Indefinite"),
    value: ({ RetentionDays }) => RetentionDays,
    width: 160,
  },
  {
    id: "count",
    header: "Event count",
    cell: ({ EventCount }) => EventCount,
    value: ({ EventCount }) => EventCount,
    width: 130,
  },
  {
    id: "size",
    header: "Size",
    cell: ({ SizeBytes }) => formatBytes(SizeBytes),
    value: ({ SizeBytes }) => SizeBytes,
    width: 110,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ CreationTime }) => formatTime(CreationTime),
    value: ({ CreationTime }) => toMs(CreationTime),
    width: 290,
  },
];
