import {
  CloudWatchLogsClient,
  DeleteQueryDefinitionCommand,
  DescribeQueriesCommand,
  DescribeQueryDefinitionsCommand,
  PutQueryDefinitionCommand,
  type QueryDefinition,
  type QueryInfo,
} from "@aws-sdk/client-cloudwatch-logs";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";

/** What is put into the page's fields. */
export interface ChosenQuery {
  readonly groups: readonly string[];
  readonly query: string;
}

interface SavedQueriesProps {
  /** What stands in the page now, for "Save". */
  readonly current: ChosenQuery;
  readonly onChoose: (query: ChosenQuery) => void;
}

/** Queries with names, which the account keeps; slashes in a name make folders. */
export function SavedQueries({ current, onChoose }: SavedQueriesProps) {
  const client = useClient(CloudWatchLogsClient);
  const queries = useLive(
    "logs/query-definitions",
    async () => {
      const found: QueryDefinition[] = [];
      let nextToken: string | undefined;
      do {
        const answer = await client.send(new DescribeQueryDefinitionsCommand({ nextToken }));
        found.push(...(answer.queryDefinitions ?? []));
        nextToken = answer.nextToken;
      } while (nextToken);
      return found;
    },
    { everyMs: 5_000 },
  );
  return (
    <PartTable<QueryDefinition>
      id="logs.saved-queries"
      title="Saved queries"
      noun="saved queries"
      one="query"
      live={queries}
      columns={savedColumns}
      rowId={({ queryDefinitionId = "" }) => queryDefinitionId}
      name={({ name = "" }) => name}
      empty="No saved queries. Save the query above under a name to find it here."
      create={{
        text: "Save query",
        fields: nameFields,
        initial: { name: "", query: current.query, groups: current.groups.join("\n") },
        done: ({ name }) => `Successfully saved query ${name}.`,
        save: ({ name }) =>
          client.send(
            new PutQueryDefinitionCommand({
              name,
              queryString: current.query,
              logGroupNames: [...current.groups],
              clientToken: crypto.randomUUID(),
            }),
          ),
      }}
      edit={{
        fields: [
          ...nameFields,
          { name: "query", label: "Query", kind: "area", rows: 6, required: "Enter a query." },
          { name: "groups", label: "Log groups", kind: "area", description: "One a line." },
        ],
        initial: ({ name = "", queryString = "", logGroupNames = [] }) => ({
          name,
          query: queryString,
          groups: logGroupNames.join("\n"),
        }),
        save: ({ queryDefinitionId }, { name, query, groups = "" }) =>
          client.send(
            new PutQueryDefinitionCommand({
              queryDefinitionId,
              name,
              queryString: query,
              logGroupNames: groups.split("\n").filter((group) => group.trim() !== ""),
            }),
          ),
      }}
      remove={{
        body: ({ name }) => (
          <>
            The saved query <b>{name}</b> is deleted. The logs stay.
          </>
        ),
        run: ({ queryDefinitionId }) => client.send(new DeleteQueryDefinitionCommand({ queryDefinitionId })),
      }}
      more={(selected) => (
        <Button
          disabled={!selected}
          onClick={() =>
            selected && onChoose({ groups: selected.logGroupNames ?? [], query: selected.queryString ?? "" })
          }
        >
          Use query
        </Button>
      )}
    />
  );
}

const nameFields = [
  {
    name: "name",
    label: "Query name",
    required: "Enter a name for the query.",
    constraint: "Slashes make folders: lambda/errors.",
    problem: (value: string) => (value.length <= 255 ? undefined : "A name has up to 255 characters."),
  },
] as const;

const savedColumns: readonly Column<QueryDefinition>[] = [
  { id: "name", header: "Name", cell: ({ name }) => name, value: ({ name }) => name, width: 220 },
  {
    id: "query",
    header: "Query",
    cell: ({ queryString }) => <span className="squall-mono">{queryString}</span>,
    value: ({ queryString }) => queryString,
    width: 420,
  },
  {
    id: "groups",
    header: "Log groups",
    cell: ({ logGroupNames = [] }) => logGroupNames.join(", ") || "-",
    value: ({ logGroupNames = [] }) => logGroupNames.join(", "),
    width: 260,
  },
  {
    id: "modified",
    header: "Last modified",
    cell: ({ lastModified }) => formatTime(lastModified),
    value: ({ lastModified }) => toMs(lastModified),
    width: 240,
  },
];

/** What was asked lately, by whomever. */
export function QueryHistory({ onChoose }: Pick<SavedQueriesProps, "onChoose">) {
  const client = useClient(CloudWatchLogsClient);
  const queries = useLive(
    "logs/query-history",
    async () => (await client.send(new DescribeQueriesCommand({ maxResults: 100 }))).queries ?? [],
    { everyMs: 3_000 },
  );
  return (
    <ResourceTable<QueryInfo>
      id="logs.query-history"
      title="History"
      noun="queries"
      description="The queries of the last days, the newest first."
      live={queries}
      columns={historyColumns}
      rowId={({ queryId = "" }) => queryId}
      rowName={({ queryString = "" }) => queryString}
      select="single"
      empty={{ text: "No queries yet." }}
      actions={([selected]) => (
        <Button
          disabled={!selected}
          onClick={() =>
            selected &&
            onChoose({
              groups: selected.logGroupName ? [selected.logGroupName] : [],
              query: withoutSources(selected.queryString ?? ""),
            })
          }
        >
          Use query
        </Button>
      )}
    />
  );
}

/** CloudWatch Logs keeps a query with the groups that were asked, as commands of their own. */
function withoutSources(query: string): string {
  return query.replace(/^(?:\s*SOURCE\s+(?:"[^"]*"|'[^']*'|\S+)[^|]*\|\s*)+/i, "");
}

const statusTypes = { Complete: "success", Failed: "error", Cancelled: "stopped", Timeout: "warning" } as const;

const historyColumns: readonly Column<QueryInfo>[] = [
  {
    id: "status",
    header: "Status",
    cell: ({ status = "" }) => (
      <StatusIndicator type={statusTypes[status as keyof typeof statusTypes] ?? "in-progress"}>
        {status}
      </StatusIndicator>
    ),
    value: ({ status }) => status,
    width: 130,
  },
  {
    id: "query",
    header: "Query",
    cell: ({ queryString }) => <span className="squall-mono">{queryString}</span>,
    value: ({ queryString }) => queryString,
    width: 460,
  },
  {
    id: "group",
    header: "Log group",
    cell: ({ logGroupName }) => logGroupName ?? "-",
    value: ({ logGroupName }) => logGroupName,
    width: 240,
  },
  {
    id: "created",
    header: "Started",
    cell: ({ createTime }) => formatTime(createTime),
    value: ({ createTime }) => toMs(createTime),
    width: 240,
  },
];
