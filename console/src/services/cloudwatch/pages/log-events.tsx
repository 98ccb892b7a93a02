import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { parseSpan, spanText } from "../../../chart/time-span.ts";
import { TimeSpanField } from "../../../chart/time-span-field.tsx";
import { TimeZoneToggle } from "../../../chart/time-zone-toggle.tsx";
import { saveFile } from "../../../live/save-file.ts";
import { useStored } from "../../../live/stored.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useTimeZone } from "../../../text/time-zone.ts";
import { ExportDialog } from "../logs/export-dialog.tsx";
import { exportKinds } from "../logs/export-kinds.ts";
import { LogList } from "../logs/log-list.tsx";
import { useLogEvents } from "../logs/use-log-events.ts";
import { groupPath, groupsCrumb } from "../paths.ts";

/** "Log events": of one stream, or of all streams of a group. */
export function Component() {
  const { group = "", stream } = useParams();
  const [search, setSearch] = useSearchParams();
  const pattern = search.get("filterPattern") ?? "";
  const span = parseSpan(search.get("range"));
  const [typed, setTyped] = useState(pattern);
  const [wrap, setWrap] = useStored("log.wrap", true);
  const [isOpen, setOpen] = useStored("log.open", false);
  const [isExporting, setExporting] = useState(false);
  const zone = useTimeZone();
  const events = useLogEvents({ group, stream, pattern, span });
  const change = (changed: Record<string, string>) => {
    const next = { filterPattern: pattern, range: span ? spanText(span) : "", ...changed };
    setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== "")), {
      replace: true,
    });
  };
  const list = events.data?.events ?? [];

  return (
    <Page
      title={stream ?? "Log events"}
      breadcrumbs={[groupsCrumb, { text: group, href: groupPath(group) }]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <ButtonDropdown
            items={[
              ...exportKinds.map(({ id, text }) => ({ id, text, disabled: list.length === 0 })),
              { id: "s3", text: "Export to Amazon S3" },
            ]}
            onItemClick={({ detail }) => {
              const kind = exportKinds.find(({ id }) => id === detail.id);
              if (kind) saveFile(`${(stream ?? group).replaceAll("/", "-")}.${kind.id}`, kind.write(list), kind.type);
              else setExporting(true);
            }}
          >
            Export
          </ButtonDropdown>
          <RouteButton href={`${groupPath(group)}/live-tail`}>Start tailing</RouteButton>
        </SpaceBetween>
      }
    >
      <Container
        header={
          <Header
            variant="h2"
            counter={events.data && `(${list.length}${events.data.isCut ? "+" : ""})`}
            description="You can use the filter bar below to search for and match terms, phrases, or values in your log events."
            actions={
              <SpaceBetween direction="horizontal" size="s" alignItems="center">
                <Toggle checked={isOpen} onChange={({ detail }) => setOpen(detail.checked)}>
                  Open all
                </Toggle>
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
          <SpaceBetween direction="horizontal" size="xs">
            <TimeSpanField
              span={span}
              offered={["1m", "30m", "1h", "12h", "1d", "1w"]}
              without="All times"
              onChange={(next) => change({ range: next ? spanText(next) : "" })}
            />
            <TimeZoneToggle zone={zone} />
          </SpaceBetween>
          <ErrorAlert error={events.error} title="The log events could not be read" onRetry={events.refresh} />
          {events.data?.isCut && (
            <Alert type="info">There are more events than are shown. Choose a shorter time range, or filter.</Alert>
          )}
          {events.isLoading ? (
            <StatusIndicator type="loading">Loading log events</StatusIndicator>
          ) : list.length > 0 ? (
            <LogList
              events={list}
              label="Log events"
              wrap={wrap}
              isUtc={zone.isUtc}
              isOpen={isOpen}
              group={stream === undefined ? group : undefined}
            />
          ) : (
            events.error === undefined && (
              <Box textAlign="center" color="text-body-secondary" padding="m">
                {pattern || span ? "No events match the filter and the time range." : "No events yet."} New ones appear
                here by themselves.
              </Box>
            )
          )}
        </SpaceBetween>
      </Container>
      {isExporting && <ExportDialog group={group} stream={stream} span={span} onClose={() => setExporting(false)} />}
    </Page>
  );
}
