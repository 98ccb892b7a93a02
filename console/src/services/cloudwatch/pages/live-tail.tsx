import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useRef, useState } from "react";
import { useParams } from "react-router";
import { TimeZoneToggle } from "../../../chart/time-zone-toggle.tsx";
import { useLogGroupChoices } from "../../../choices/log-groups.ts";
import { useStored } from "../../../live/stored.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { useTimeZone } from "../../../text/time-zone.ts";
import { LogList } from "../logs/log-list.tsx";
import { useLiveTail } from "../logs/use-live-tail.ts";
import { groupPath, groupsCrumb } from "../paths.ts";

export function Component() {
  const { group } = useParams();
  const { account, region } = useSession();
  const [chosen, setChosen] = useState<readonly string[]>(group ? [group] : []);
  const [pattern, setPattern] = useState("");
  const [wrap] = useStored("log.wrap", true);
  const zone = useTimeZone();
  const tail = useLiveTail();
  const groups = useLogGroupChoices();
  const toArns = (names: readonly string[]) =>
    names.map((name) => `arn:aws:logs:${region}:${account}:log-group:${name}`);
  const { start } = tail;
  const startAgain = () => start(toArns(chosen), pattern);
  const firstArn = group && toArns([group])[0];
  useEffect(() => {
    if (firstArn) start([firstArn], "");
  }, [firstArn, start]);

  return (
    <Page
      title="Live Tail"
      breadcrumbs={group ? [groupsCrumb, { text: group, href: groupPath(group) }] : []}
      description="See log events the moment they arrive."
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={tail.clear}>Clear</Button>
          {tail.isRunning ? (
            <Button onClick={tail.stop}>Cancel</Button>
          ) : (
            <Button variant="primary" disabled={chosen.length === 0} onClick={startAgain}>
              Start
            </Button>
          )}
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">Filter</Header>}>
          <SpaceBetween size="m">
            <FormField label="Select log groups">
              <Multiselect
                ariaLabel="Select log groups"
                placeholder="Choose up to 10 log groups"
                options={(groups.data ?? []).map(({ label }) => ({ value: label, label }))}
                selectedOptions={chosen.map((value) => ({ value, label: value }))}
                filteringType="auto"
                empty="No log groups yet."
                onChange={({ detail }) => setChosen(detail.selectedOptions.map(({ value = "" }) => value).slice(0, 10))}
              />
            </FormField>
            <FormField label="Add filter patterns - optional" description="Takes effect at the next start.">
              <Input value={pattern} spellcheck={false} onChange={({ detail }) => setPattern(detail.value)} />
            </FormField>
          </SpaceBetween>
        </Container>
        <ErrorAlert
          error={tail.error}
          title="Live Tail could not be started"
          feature="Live Tail"
          onRetry={startAgain}
        />
        <TimeZoneToggle zone={zone} />
        <StatusIndicator type={tail.isRunning ? "in-progress" : "stopped"}>
          {tail.isRunning ? `Tailing: ${tail.events.length} events` : "Not tailing"}
        </StatusIndicator>
        {tail.events.length > 0 ? (
          <Newest count={tail.events.length}>
            <LogList
              label="Tailed log events"
              wrap={wrap}
              isUtc={zone.isUtc}
              events={tail.events.map((event) => ({ ...event, eventId: String(event.id) }))}
            />
          </Newest>
        ) : (
          <Box textAlign="center" color="text-body-secondary" padding="m">
            Events appear here as they arrive.
          </Box>
        )}
      </SpaceBetween>
    </Page>
  );
}

/** Keeps the newest line in sight, unless the user has scrolled up to read. */
function Newest({ count, children }: { count: number; children: React.ReactNode }) {
  const holder = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new event scrolls.
  useEffect(() => {
    const frame = holder.current?.querySelector("section");
    if (!frame) return;
    const isAtEnd = frame.scrollHeight - frame.scrollTop - frame.clientHeight < 200;
    if (isAtEnd) frame.scrollTop = frame.scrollHeight;
  }, [count]);
  return <div ref={holder}>{children}</div>;
}
