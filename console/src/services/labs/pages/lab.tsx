import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useSession } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { setActiveLab, useActiveLab } from "../active-lab.ts";
import { CleanUp } from "../lab/clean-up.tsx";
import { Files } from "../lab/files.tsx";
import { LabText } from "../lab/lab-text.tsx";
import { Steps } from "../lab/steps.tsx";
import { type Lab, useLabs } from "../labs.ts";

/** Before it is started nothing ticks, and at its end only what is left changes. */
const restMs = 4_000;

export function Component() {
  const { name = "" } = useParams();
  const { callerArn } = useSession();
  const labs = useLabs();
  const lab = useLive<Lab>(`labs/${callerArn}/${name}`, (signal) => labs.get(name, signal), {
    everyMs: (data) => (data?.isPrepared && !data.isDone ? 700 : restMs),
  });
  return (
    <Page
      title={lab.data?.title ?? name}
      breadcrumbs={[]}
      actions={lab.data && <Actions lab={lab.data} onChange={lab.refresh} />}
    >
      <Loaded live={lab} what="lab">
        {(data) => (
          <SpaceBetween size="l">
            <About lab={data} />
            <Steps key={data.startedMs ?? "not started"} lab={data} />
            <Files lab={data} />
            {data.left && <CleanUp lab={data} onChange={lab.refresh} />}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Actions({ lab, onChange }: { readonly lab: Lab; readonly onChange: () => void }) {
  const labs = useLabs();
  const notify = useNotify();
  const confirmed = useConfirmed();
  const active = useActiveLab();
  const start = useAction(
    async () => {
      await labs.start(lab.name);
      setActiveLab(lab.name);
      onChange();
    },
    (error) => {
      notify.error("The lab could not be started", error);
      onChange();
    },
  );
  const reset = () => {
    setActiveLab(undefined);
    return confirmed(
      {
        title: `Reset the lab “${lab.title}”?`,
        body: "What is left of it is deleted, and its steps are to be done anew.",
        action: "Reset",
      },
      () => labs.reset(lab.name),
      { done: "The lab is reset.", failed: "The lab could not be reset", onChange },
    );
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {lab.startedMs !== undefined && <Button onClick={() => void reset()}>Reset lab</Button>}
      {lab.startedMs !== undefined && <Button onClick={onChange}>Check now</Button>}
      {lab.isPrepared && !lab.isDone && active !== lab.name && (
        <Button onClick={() => setActiveLab(lab.name)}>Take the steps along</Button>
      )}
      {!lab.isPrepared && (
        <Button variant="primary" loading={start.isRunning} onClick={() => void start.run()}>
          {lab.startedMs === undefined ? "Start lab" : "Go on with the start"}
        </Button>
      )}
    </SpaceBetween>
  );
}

function About({ lab }: { readonly lab: Lab }) {
  const { region } = useSession();
  const done = lab.steps.filter(({ doneMs }) => doneMs !== undefined).length;
  const isElsewhere = lab.startedMs !== undefined && lab.region !== region;
  return (
    <Container
      header={
        <Header variant="h2" description={lab.minutes && `About ${lab.minutes} minutes`}>
          What this lab is about
        </Header>
      }
    >
      <SpaceBetween size="m">
        <LabText text={lab.about} />
        {lab.startedMs === undefined ? (
          <Box color="text-body-secondary">
            Choose <strong>Start lab</strong>: what has to be there is made, and from then on each step ticks by itself
            as you do it.
          </Box>
        ) : (
          <ProgressBar
            value={(100 * done) / Math.max(1, lab.steps.length)}
            label="Progress"
            description={`${done} of ${lab.steps.length} steps`}
            status={lab.isDone ? "success" : "in-progress"}
            resultText="Every step is done"
          />
        )}
        {isElsewhere && (
          <ErrorAlert
            title={`This lab was started in ${lab.region}`}
            error={new Error(`Its checks look there. Choose ${lab.region} in the menu of regions, or reset the lab.`)}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
