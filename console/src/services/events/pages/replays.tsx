import { CancelReplayCommand, EventBridgeClient, type Replay } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { nameOfArn } from "../../../choices/choice.ts";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";
import { useReplays } from "../archive/archives.ts";

export function Component() {
  const client = useClient(EventBridgeClient);
  const notify = useNotify();
  const replays = useReplays();
  const cancel = useAction(
    async (ReplayName: string) => {
      await client.send(new CancelReplayCommand({ ReplayName }));
      notify.success(`Replay ${ReplayName} is being cancelled.`);
      replays.refresh();
    },
    (error) => notify.error("The replay could not be cancelled", error),
  );
  return (
    <ListPage
      id="events.replays"
      title="Replays"
      noun="replays"
      description="A replay sends the events of an archive to their bus again, in the order of their time."
      feature="replays"
      live={replays}
      columns={columns}
      rowId={({ ReplayName = "" }) => ReplayName}
      select="single"
      create={{ text: "Start new replay", href: "/console/events/start-replay" }}
      empty="No replays."
      actions={([selected]) => (
        <Button
          disabled={!selected || !/STARTING|RUNNING/.test(selected.State ?? "")}
          onClick={() => selected?.ReplayName && void cancel.run(selected.ReplayName)}
        >
          Cancel
        </Button>
      )}
    />
  );
}

/** By the time up to which events have been sent again. */
function progressOf({ State, EventStartTime, EventEndTime, EventLastReplayedTime }: Replay): number {
  if (State === "COMPLETED") return 100;
  const startMs = toMs(EventStartTime);
  const lengthMs = toMs(EventEndTime) - startMs;
  if (!EventLastReplayedTime || lengthMs <= 0) return 0;
  return Math.min(100, ((toMs(EventLastReplayedTime) - startMs) / lengthMs) * 100);
}

const columns: readonly Column<Replay>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ ReplayName }) => ReplayName,
    value: ({ ReplayName }) => ReplayName,
    width: 220,
  },
  {
    id: "state",
    header: "Status",
    cell: ({ State = "", StateReason }) => (
      <StatusIndicator
        type={
          State === "COMPLETED"
            ? "success"
            : State === "FAILED"
              ? "error"
              : State === "CANCELLED"
                ? "stopped"
                : "in-progress"
        }
      >
        {State} {StateReason}
      </StatusIndicator>
    ),
    value: ({ State }) => State,
    width: 170,
  },
  {
    id: "progress",
    header: "Progress",
    cell: (replay) => <ProgressBar value={progressOf(replay)} ariaLabel={`Progress of ${replay.ReplayName}`} />,
    value: progressOf,
    width: 200,
  },
  {
    id: "archive",
    header: "Source archive",
    cell: ({ EventSourceArn = "" }) => nameOfArn(EventSourceArn),
    value: ({ EventSourceArn = "" }) => nameOfArn(EventSourceArn),
    width: 180,
  },
  {
    id: "from",
    header: "Start time",
    cell: ({ EventStartTime }) => formatTime(EventStartTime),
    value: ({ EventStartTime }) => toMs(EventStartTime),
    width: 290,
  },
  {
    id: "to",
    header: "End time",
    cell: ({ EventEndTime }) => formatTime(EventEndTime),
    value: ({ EventEndTime }) => toMs(EventEndTime),
    width: 290,
  },
];
