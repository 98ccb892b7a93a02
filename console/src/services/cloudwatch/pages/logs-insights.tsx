import { CloudWatchLogsClient, GetLogGroupFieldsCommand } from "@aws-sdk/client-cloudwatch-logs";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { parseSpan, spanBounds, spanText } from "../../../chart/time-span.ts";
import { TimeSpanField } from "../../../chart/time-span-field.tsx";
import { useLogGroupChoices } from "../../../choices/log-groups.ts";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Page } from "../../../shell/page.tsx";
import { usePageCommands } from "../../../shell/search/page-commands.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { InsightsResults } from "../logs/insights-results.tsx";
import { QueryHistory, SavedQueries } from "../logs/saved-queries.tsx";
import { useInsights } from "../logs/use-insights.ts";

const TextEditor = lazy(async () => ({ default: (await import("../../../form/code-editor.tsx")).TextEditor }));

const initialQuery = `fields @timestamp, @message, @logStream
| sort @timestamp desc
| limit 100`;

/** "Logs Insights". Groups, query and time stand in the address. */
export function Component() {
  const [search, setSearch] = useSearchParams();
  const [groups, setGroups] = useState<readonly string[]>(() => search.getAll("group"));
  const [query, setQuery] = useState(search.get("query") ?? initialQuery);
  const [span, setSpan] = useState(parseSpan(search.get("range")) ?? parseSpan("1h")!);
  const insights = useInsights();
  const choices = useLogGroupChoices();
  const canRun = groups.length > 0 && query.trim() !== "";
  const run = () => {
    if (!canRun || insights.run.isRunning) return;
    setSearch(
      [...groups.map((group) => ["group", group]), ["query", query], ["range", spanText(span)]] as [string, string][],
      {
        replace: true,
      },
    );
    void insights.run.run({ groups, query, ...spanBounds(span, cloudNowMs()) });
  };
  const choose = (chosen: { readonly groups: readonly string[]; readonly query: string }) => {
    if (chosen.groups.length > 0) setGroups(chosen.groups);
    setQuery(chosen.query);
    window.scrollTo({ top: 0 });
  };
  usePageCommands([{ text: "Run the query", run }]);
  return (
    <Page title="Logs Insights" breadcrumbs={[]} description="Search and analyze log data with queries.">
      <SpaceBetween size="l">
        <Container
          header={
            <Header
              variant="h2"
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  <TimeSpanField
                    span={span}
                    offered={["5m", "30m", "1h", "3h", "12h", "1d", "1w"]}
                    onChange={(next) => next && setSpan(next)}
                  />
                  <ButtonDropdown
                    items={samples.map(({ text }, at) => ({ id: String(at), text }))}
                    onItemClick={({ detail }) => setQuery(samples[Number(detail.id)]?.query ?? query)}
                  >
                    Sample queries
                  </ButtonDropdown>
                  {insights.run.isRunning && <Button onClick={insights.stop}>Cancel</Button>}
                  <Button variant="primary" disabled={!canRun} loading={insights.run.isRunning} onClick={run}>
                    Run query
                  </Button>
                </SpaceBetween>
              }
            >
              Query
            </Header>
          }
        >
          <SpaceBetween size="m">
            <FormField label="Select log groups" stretch>
              <Multiselect
                ariaLabel="Select log groups"
                placeholder="Choose log groups"
                options={(choices.data ?? []).map(({ label }) => ({ value: label, label }))}
                selectedOptions={groups.map((value) => ({ value, label: value }))}
                filteringType="auto"
                deselectAriaLabel={({ label }) => `Remove ${label}`}
                empty="No log groups yet."
                onChange={({ detail }) => setGroups(detail.selectedOptions.map(({ value = "" }) => value))}
              />
            </FormField>
            <Suspense fallback={null}>
              <TextEditor value={query} language="insights" ariaLabel="Query" heightPixels={150} onChange={setQuery} />
            </Suspense>
            <Fields groups={groups} onAdd={(field) => setQuery(`${query.trimEnd()}\n| display ${field}`)} />
          </SpaceBetween>
        </Container>
        <ErrorAlert error={insights.run.error} title="The query failed" feature="Logs Insights queries" />
        {insights.results && <InsightsResults answer={insights.results} />}
        {!insights.results && insights.run.error === undefined && (
          <Box textAlign="center" color="text-body-secondary">
            Choose log groups, then Run query.
          </Box>
        )}
        <Tabs
          ariaLabel="Queries"
          tabs={[
            {
              id: "saved",
              label: "Saved queries",
              content: <SavedQueries current={{ groups, query }} onChoose={choose} />,
            },
            { id: "history", label: "History", content: <QueryHistory onChoose={choose} /> },
          ]}
        />
      </SpaceBetween>
    </Page>
  );
}

interface FieldsProps {
  readonly groups: readonly string[];
  readonly onAdd: (field: string) => void;
}

/** What the groups' newest events have, and how many of them: a click shows the field. */
function Fields({ groups, onAdd }: FieldsProps) {
  const client = useClient(CloudWatchLogsClient);
  const fields = useLive(
    `logs/fields/${groups.join()}`,
    async () => {
      const answers = await Promise.all(
        groups.slice(0, 10).map((logGroupName) => client.send(new GetLogGroupFieldsCommand({ logGroupName }))),
      );
      const shares = new Map<string, number>();
      for (const { name = "", percent = 0 } of answers.flatMap(({ logGroupFields = [] }) => logGroupFields))
        shares.set(name, Math.max(shares.get(name) ?? 0, percent));
      return [...shares].sort(([a, percent], [b, other]) => other - percent || a.localeCompare(b));
    },
    { enabled: groups.length > 0, everyMs: 15_000 },
  );
  if (groups.length === 0) return null;
  return (
    <ExpandableSection headerText={`Discovered fields (${fields.data?.length ?? 0})`}>
      {fields.data?.length === 0 ? (
        <Box color="text-body-secondary">No events in the last 15 minutes, so there are no fields to see.</Box>
      ) : (
        <SpaceBetween direction="horizontal" size="xxs">
          {(fields.data ?? []).slice(0, 100).map(([name, percent]) => (
            <Button key={name} variant="inline-link" formAction="none" onClick={() => onAdd(name)}>
              {name} ({percent}%)
            </Button>
          ))}
        </SpaceBetween>
      )}
    </ExpandableSection>
  );
}

const samples = [
  { text: "The newest events", query: initialQuery },
  { text: "Events by five minutes", query: "stats count(*) as events by bin(5m)" },
  {
    text: "Errors",
    query:
      "fields @timestamp, @message\n| filter @message like /(?i)error|exception/\n| sort @timestamp desc\n| limit 50",
  },
  {
    text: "Lambda: the slowest invocations",
    query: 'fields @timestamp, @requestId, @duration\n| filter @type = "REPORT"\n| sort @duration desc\n| limit 20',
  },
  {
    text: "Lambda: durations by five minutes",
    query:
      'filter @type = "REPORT"\n| stats avg(@duration) as average, max(@duration) as largest, pct(@duration, 95) as p95 by bin(5m)',
  },
  {
    text: "Lambda: memory that is not needed",
    query:
      'filter @type = "REPORT"\n| stats max(@memorySize / 1000 / 1000) as givenMB, max(@maxMemoryUsed / 1000 / 1000) as usedMB by @log',
  },
] as const;
