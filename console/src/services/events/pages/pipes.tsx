import { type Pipe, PipesClient, paginateListPipes } from "@aws-sdk/client-pipes";
import { nameOfArn } from "../../../choices/choice.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";
import { pipePath } from "../paths.ts";
import { PipeActions } from "../pipe/change-pipe.tsx";
import { PipeState } from "../pipe/pipe-state.tsx";

export function Component() {
  const client = useClient(PipesClient);
  const pipes = useLive("pipes/pipes", async (signal) => {
    const found: Pipe[] = [];
    for await (const { Pipes = [] } of paginateListPipes({ client }, {})) {
      signal.throwIfAborted();
      found.push(...Pipes);
    }
    return found;
  });
  return (
    <ListPage
      id="events.pipes"
      title="Pipes"
      noun="pipes"
      description="A pipe takes messages from a source, filters and enriches them, and sends them to a target."
      feature="EventBridge Pipes"
      live={pipes}
      columns={columns}
      rowId={({ Name = "" }) => Name}
      select="single"
      create={{ text: "Create pipe", href: "/console/events/create-pipe" }}
      empty="No pipes."
      actions={([selected]) => (
        <PipeActions
          name={selected?.Name}
          state={selected?.CurrentState}
          onChange={pipes.refresh}
          onDelete={() => undefined}
        />
      )}
    />
  );
}

const columns: readonly Column<Pipe>[] = [
  {
    id: "name",
    header: "Pipe name",
    cell: ({ Name = "" }) => <RouteLink href={pipePath(Name)}>{Name}</RouteLink>,
    value: ({ Name }) => Name,
    width: 240,
  },
  {
    id: "state",
    header: "Status",
    cell: ({ CurrentState, StateReason }) => <PipeState state={CurrentState} reason={StateReason} />,
    value: ({ CurrentState }) => CurrentState,
    width: 140,
  },
  {
    id: "source",
    header: "Source",
    cell: ({ Source = "" }) => nameOfArn(Source),
    value: ({ Source }) => Source,
    width: 170,
  },
  {
    id: "enrichment",
    header: "Enrichment",
    cell: ({ Enrichment = "" }) => nameOfArn(Enrichment) || "-",
    value: ({ Enrichment }) => Enrichment,
    width: 150,
  },
  {
    id: "target",
    header: "Target",
    cell: ({ Target = "" }) => nameOfArn(Target),
    value: ({ Target }) => Target,
    width: 170,
  },
  {
    id: "modified",
    header: "Last modified",
    cell: ({ LastModifiedTime }) => formatTime(LastModifiedTime),
    value: ({ LastModifiedTime }) => toMs(LastModifiedTime),
    width: 220,
  },
];
