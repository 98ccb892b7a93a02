import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { formatTime } from "../../../text/times.ts";
import type { Lab, LabStep } from "../labs.ts";
import { Inline, LabText } from "./lab-text.tsx";

/** The steps, ticked by what is there. The first that is not done is open; any can be opened. */
export function Steps({ lab }: { readonly lab: Lab }) {
  const current = lab.startedMs === undefined ? undefined : lab.steps.find(({ doneMs }) => doneMs === undefined)?.id;
  const [opened, setOpened] = useState<Readonly<Record<string, boolean>>>({});
  return (
    <ol className="squall-lab-steps" aria-label="Steps">
      {lab.steps.map((step, index) => (
        <li key={step.id} data-testid={`step-${step.id}`} data-done={step.doneMs !== undefined}>
          <ExpandableSection
            variant="container"
            headerText={`${index + 1}. ${step.title}`}
            headerActions={<State step={step} isCurrent={step.id === current} />}
            headerDescription={step.doneMs === undefined ? undefined : formatTime(step.doneMs)}
            expanded={opened[step.id] ?? step.id === current}
            onChange={({ detail }) => setOpened((before) => ({ ...before, [step.id]: detail.expanded }))}
          >
            <SpaceBetween size="s">
              <LabText text={step.text} />
              {step.says && step.id === current && <Found says={step.says} />}
            </SpaceBetween>
          </ExpandableSection>
        </li>
      ))}
    </ol>
  );
}

function State({ step, isCurrent }: { readonly step: LabStep; readonly isCurrent: boolean }) {
  if (step.doneMs !== undefined) return <StatusIndicator>Done</StatusIndicator>;
  if (isCurrent) return <StatusIndicator type="in-progress">Your step now</StatusIndicator>;
  return <StatusIndicator type="pending">To do</StatusIndicator>;
}

/** What the check has found: told as it changes. */
export function Found({ says }: { readonly says: string }) {
  return (
    <div className="squall-lab-found" role="status" data-testid="found">
      <Box variant="awsui-key-label">What the check finds now</Box>
      <Box>
        <Inline text={says} />
      </Box>
    </div>
  );
}
