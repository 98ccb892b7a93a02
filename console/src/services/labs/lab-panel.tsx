import Button from "@cloudscape-design/components/button";
import HelpPanel from "@cloudscape-design/components/help-panel";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect } from "react";
import { useLive } from "../../live/use-live.ts";
import { RouteLink } from "../../shell/links.tsx";
import { useSession } from "../../shell/session-provider.tsx";
import { setActiveLab } from "./active-lab.ts";
import { LabText } from "./lab/lab-text.tsx";
import { Found } from "./lab/steps.tsx";
import { type Lab, useLabs } from "./labs.ts";

/** The step that the user is at, beside the page on which he does it. */
export default function LabPanel({ name }: { readonly name: string }) {
  const { callerArn } = useSession();
  const labs = useLabs();
  const lab = useLive<Lab>(`labs/${callerArn}/${name}`, (signal) => labs.get(name, signal), { everyMs: 700 });
  const isOver = lab.error !== undefined || (lab.data !== undefined && lab.data.startedMs === undefined);
  useEffect(() => {
    if (isOver) setActiveLab(undefined);
  }, [isOver]);
  return (
    <HelpPanel
      header={<h2>{lab.data?.title ?? "Lab"}</h2>}
      footer={
        <SpaceBetween size="s">
          <RouteLink href={`/console/labs/${name}`}>All steps of this lab</RouteLink>
          <Button onClick={() => setActiveLab(undefined)}>Close this panel</Button>
        </SpaceBetween>
      }
    >
      {lab.data ? <Current lab={lab.data} /> : <StatusIndicator type="loading">Loading the lab</StatusIndicator>}
    </HelpPanel>
  );
}

function Current({ lab }: { readonly lab: Lab }) {
  const index = lab.steps.findIndex(({ doneMs }) => doneMs === undefined);
  const step = lab.steps[index];
  const before = lab.steps[(step ? index : lab.steps.length) - 1];
  return (
    <SpaceBetween size="s">
      {before && <StatusIndicator>{before.title}</StatusIndicator>}
      {step && (
        <h3>
          {index + 1}. {step.title}
        </h3>
      )}
      {step && <LabText text={step.text} />}
      {step?.says && <Found says={step.says} />}
      {!step && <p>Every step is done. The lab's page shows what is left to delete.</p>}
    </SpaceBetween>
  );
}
