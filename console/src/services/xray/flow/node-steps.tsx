import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { FlowStep } from "../../../../../src/services/flows/flow-step.ts";
import { arnHref } from "../../../choices/arn-href.ts";
import { useLive } from "../../../live/use-live.ts";
import type { MapNode } from "../../../map/map-node.ts";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { formatTimestamp } from "../../../text/times.ts";
import { readKeptEvent } from "../../lambda/monitor/kept-event.ts";
import { formatMs } from "./format-ms.ts";

interface NodeStepsProps {
  readonly node: MapNode & { readonly steps: readonly FlowStep[] };
  readonly beganMs: number;
}

/** What was done to a resource: each step with its time, result and payload. */
export function NodeSteps({ node, beganMs }: NodeStepsProps) {
  const href = arnHref(node.id);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={<span className="squall-anywhere">{node.id}</span>}
          actions={href && <RouteButton href={href}>View {node.service}</RouteButton>}
        >
          {node.name}
        </Header>
      }
    >
      {node.steps.length === 0 ? (
        <Box color="text-body-secondary">The flow began here: what it led to is beside it.</Box>
      ) : (
        <SpaceBetween size="s">
          {node.steps.map((step, at) => (
            <Step key={`${step.number}/${step.requestId}`} step={step} beganMs={beganMs} isOpen={at === 0} />
          ))}
        </SpaceBetween>
      )}
    </Container>
  );
}

function Step({ step, beganMs, isOpen }: { step: FlowStep; beganMs: number; isOpen: boolean }) {
  const [isShown, setShown] = useState(isOpen);
  const { kind, action, atMs, tookMs, error } = step;
  return (
    <ExpandableSection
      expanded={isShown}
      onChange={({ detail }) => setShown(detail.expanded)}
      headerText={kind === "run" ? "The function ran" : action}
      headerDescription={`+${Math.round(atMs - beganMs)} ms, ${tookMs === undefined ? "goes on" : `took ${formatMs(tookMs)}`}`}
      headerActions={
        tookMs === undefined ? (
          <StatusIndicator type="in-progress">Goes on</StatusIndicator>
        ) : (
          <StatusIndicator type={error === undefined ? "success" : "error"}>{error ?? "Succeeded"}</StatusIndicator>
        )
      }
    >
      <SpaceBetween size="xs">
        <Box color="text-body-secondary">
          {formatTimestamp(atMs)}, request {step.requestId}
        </Box>
        {isShown && kind === "run" && <RunPayload step={step} />}
        {kind === "call" && (step.payload ? <JsonText text={readable(step.payload)} /> : <Box>No payload.</Box>)}
      </SpaceBetween>
    </ExpandableSection>
  );
}

/** The event and the answer, which the server keeps for the functions' own pages. */
function RunPayload({ step }: { readonly step: FlowStep }) {
  const { to, requestId, tookMs } = step;
  const event = useLive(
    `xray/kept/${to}/${requestId}/${tookMs !== undefined}`,
    async (signal) => ({ kept: await readKeptEvent(to, requestId, signal) }),
    { everyMs: Number.POSITIVE_INFINITY },
  );
  return (
    <Loaded live={event} what="the event">
      {({ kept }) =>
        kept ? (
          <SpaceBetween size="xs">
            <Box variant="awsui-key-label">Event</Box>
            <JsonText text={kept.event} testId="event" />
            {kept.payload !== undefined && <Box variant="awsui-key-label">Answer</Box>}
            {kept.payload !== undefined && <JsonText text={kept.payload} testId="answer" />}
          </SpaceBetween>
        ) : (
          <Box>The event is not kept any more.</Box>
        )
      }
    </Loaded>
  );
}

/** Texts of JSON in a payload (an event that is carried on) as what they are. */
function readable(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), (_name, value: unknown) => unpacked(value));
  } catch {
    return payload;
  }
}

function unpacked(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
