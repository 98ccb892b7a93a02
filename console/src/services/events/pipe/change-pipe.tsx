import { DeletePipeCommand, PipesClient, StartPipeCommand, StopPipeCommand } from "@aws-sdk/client-pipes";
import Button from "@cloudscape-design/components/button";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";

interface PipeActionsProps {
  readonly name: string | undefined;
  readonly state: string | undefined;
  readonly onChange: () => void;
  readonly onDelete: () => void;
}

/** Start, Stop and Delete, of one pipe. */
export function PipeActions({ name: Name = "", state = "", onChange, onDelete }: PipeActionsProps) {
  const client = useClient(PipesClient);
  const notify = useNotify();
  const confirmed = useConfirmed();
  const switched = useAction(
    async (isStart: boolean) => {
      await client.send(isStart ? new StartPipeCommand({ Name }) : (new StopPipeCommand({ Name }) as never));
      notify.success(`Pipe ${Name} is being ${isStart ? "started" : "stopped"}.`);
      onChange();
    },
    (error) => notify.error(`Pipe ${Name} could not be changed`, error),
  );
  const remove = async () => {
    const isGone = await confirmed(
      {
        title: `Delete pipe ${Name}?`,
        body: (
          <>
            <b className="squall-anywhere">{Name}</b> no longer takes messages from its source.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeletePipeCommand({ Name })),
      { done: `Pipe ${Name} is being deleted.`, failed: `Pipe ${Name} could not be deleted`, onChange },
    );
    if (isGone) onDelete();
  };
  return (
    <>
      <Button disabled={!/^(STOPPED|.*FAILED)$/.test(state)} onClick={() => void switched.run(true)}>
        Start
      </Button>
      <Button disabled={state !== "RUNNING"} onClick={() => void switched.run(false)}>
        Stop
      </Button>
      <Button disabled={state === "" || state === "DELETING"} onClick={() => void remove()}>
        Delete
      </Button>
    </>
  );
}
