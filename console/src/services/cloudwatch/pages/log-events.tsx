import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { useStored } from "../../../live/stored.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { LogList } from "../logs/log-list.tsx";
import { useLogEvents } from "../logs/use-log-events.ts";
import { groupPath, groupsCrumb } from "../paths.ts";

/** "Log events": of one stream, or of all streams of a group. */
export function Component() {
  const { group = "", stream } = useParams();
  const [search, setSearch] = useSearchParams();
  const pattern = search.get("filterPattern") ?? "";
  const range = ranges.find(({ id }) => id === search.get("range")) ?? ranges[0]!;
  const [typed, setTyped] = useState(pattern);
  const [wrap, setWrap] = useStored("log.wrap", true);
  const events = useLogEvents({ group, stream, pattern, lastMs: range.lastMs });
  const change = (changed: Record<string, string>) => {
    const next = { filterPattern: pattern, range: range.id, ...changed };
    setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "" && value !== "all")), {
      replace: true,
    });
  };
  const list = events.data?.events ?? [];

  return (
    <Page
      title={stream ?? "Log events"}
      breadcrumbs={[groupsCrumb, { text: group, href: groupPath(group) }]}
      actions={<RouteButton href={`${groupPath(group)}/live-tail`}>Start tailing</RouteButton>}
    >
      <Container
        header={
          <Header
            variant="h2"
            counter={events.data && `(${list.length}${events.data.isCut ? "+" : ""})`}
            description="You can use the filter bar below to search for and match terms, phrases, or values in your log events."
            actions={
              <SpaceBetween direction="horizontal" size="s" alignItems="center">
                <Toggle checked={wrap} onChange={({ detail }) => setWrap(detail.checked)}>
                  Wrap lines
                </Toggle>
                <Button iconName="refresh" ariaLabel="Refresh log events" onClick={events.refresh} />
              </SpaceBetween>
            }
          >
            Log events
          </Header>
        }
      >
        <SpaceBetween size="m">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              change({ filterPattern: typed });
            }}
          >
            <Input
              type="search"
              value={typed}
              placeholder="Filter events - press enter to search"
              ariaLabel="Filter events"
              spellcheck={false}
              onChange={({ detail }) => {
                setTyped(detail.value);
                if (detail.value === "") change({ filterPattern: "" });
              }}
            />
          </form>
          <SegmentedControl
            label="Time range"
            selectedId={range.id}
            options={ranges.map(({ id, text }) => ({ id, text }))}
            onChange={({ detail }) => change({ range: detail.selectedId })}
          />
          <ErrorAlert error={events.error} title="The log events could not be read" onRetry={events.refresh} />
          {events.data?.isCut && (
            <Alert type="info">There are more events than are shown. Choose a shorter time range, or filter.</Alert>
          )}
          {events.isLoading ? (
            <StatusIndicator type="loading">Loading log events</StatusIndicator>
          ) : list.length > 0 ? (
            <LogList events={list} label="Log events" wrap={wrap} group={stream === undefined ? group : undefined} />
          ) : (
            events.error === undefined && (
              <Box textAlign="center" color="text-body-secondary" padding="m">
                {pattern || range.lastMs ? "No events match the filter and the time range." : "No events yet."} New ones
                appear here by themselves.
              </Box>
            )
          )}
        </SpaceBetween>
      </Container>
    </Page>
  );
}

const minuteMs = 60_000;
const ranges = [
  { id: "all", text: "All", lastMs: undefined },
  { id: "1m", text: "1m", lastMs: minuteMs },
  { id: "30m", text: "30m", lastMs: 30 * minuteMs },
  { id: "1h", text: "1h", lastMs: 60 * minuteMs },
  { id: "12h", text: "12h", lastMs: 12 * 60 * minuteMs },
  { id: "1d", text: "1d", lastMs: 24 * 60 * minuteMs },
];
