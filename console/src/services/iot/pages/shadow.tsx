import {
  DeleteThingShadowCommand,
  GetThingShadowCommand,
  IoTDataPlaneClient,
  UpdateThingShadowCommand,
} from "@aws-sdk/client-iot-data-plane";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { jsonProblem } from "../../../described/field-checks.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { formatTime } from "../../../text/times.ts";
import { thingPath } from "../paths.ts";
import { type Difference, differencesOf } from "../shadow/differences.ts";

interface ShadowDocument {
  readonly state: { readonly desired?: unknown; readonly reported?: unknown; readonly delta?: unknown };
  readonly version: number;
  /** Seconds. */
  readonly timestamp: number;
}

/** A shadow: what was reported, what is desired, and where the two differ. */
export function Component() {
  const { name: thingName = "" } = useParams();
  const [search] = useSearchParams();
  const shadowName = search.get("name") ?? undefined;
  return <ShadowPage key={shadowName} thingName={thingName} shadowName={shadowName} />;
}

function ShadowPage({ thingName, shadowName }: { thingName: string; shadowName: string | undefined }) {
  const client = useClient(IoTDataPlaneClient);
  const navigate = useNavigate();
  const confirmed = useConfirmed();
  const [isEditing, setEditing] = useState(false);
  const title = shadowName ?? "Classic Shadow";
  const shadow = useLive(`iot/things/${thingName}/shadows/${title}`, async () => {
    const { payload } = await client.send(new GetThingShadowCommand({ thingName, shadowName }));
    return JSON.parse(new TextDecoder().decode(payload)) as ShadowDocument;
  });
  const shadows = `${thingPath(thingName)}?tab=shadows`;
  const remove = async () => {
    const question = {
      title: `Delete shadow ${title}?`,
      body: "What it keeps of the device's state is gone.",
      action: "Delete",
    };
    const work = () => client.send(new DeleteThingShadowCommand({ thingName, shadowName }));
    const outcome = { done: `Successfully deleted shadow ${title}.`, failed: `${title} could not be deleted` };
    if (await confirmed(question, work, outcome)) await navigate(shadows);
  };
  return (
    <Page
      title={title}
      breadcrumbs={[
        { text: "Things", href: "/console/iot/things" },
        { text: thingName, href: shadows },
      ]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={() => void remove()}>Delete</Button>
          <Button variant="primary" disabled={!shadow.data} onClick={() => setEditing(true)}>
            Edit
          </Button>
        </SpaceBetween>
      }
    >
      <Loaded live={shadow} what={`the shadow ${title}`} feature="AWS IoT">
        {({ state, version, timestamp }) => (
          <SpaceBetween size="l">
            <Details
              title="Device Shadow details"
              items={[
                ["Thing", thingName],
                ["Version", String(version)],
                ["Last updated", formatTime(timestamp * 1_000)],
              ]}
            />
            <Differences differences={differencesOf(state.desired, state.reported)} />
            <ColumnLayout columns={2}>
              {(["desired", "reported"] as const).map((part) => (
                <Container
                  key={part}
                  header={<Header variant="h2">{part === "desired" ? "Desired" : "Reported"}</Header>}
                >
                  <JsonText text={JSON.stringify(state[part] ?? {})} testId={part} />
                </Container>
              ))}
            </ColumnLayout>
            <Container
              header={
                <Header variant="h2" description="What a device is told on the topic update/delta.">
                  Delta
                </Header>
              }
            >
              <JsonText text={JSON.stringify(state.delta ?? {})} testId="delta" />
            </Container>
            {isEditing && (
              <FieldsDialog
                title={`Edit shadow ${title}`}
                fields={[
                  {
                    name: "document",
                    label: "Device Shadow state",
                    kind: "code",
                    language: "json",
                    heightPixels: 360,
                    description: "A member that is null is taken out. The version says what was changed.",
                    required: "Enter the shadow's state.",
                    problem: jsonProblem,
                  },
                ]}
                initial={{
                  document: JSON.stringify(
                    { state: { desired: state.desired ?? {}, reported: state.reported ?? {} }, version },
                    undefined,
                    2,
                  ),
                }}
                submit="Update"
                failed="The shadow could not be updated"
                done="Successfully updated the shadow."
                save={({ document }) =>
                  client.send(
                    new UpdateThingShadowCommand({
                      thingName,
                      shadowName,
                      payload: new TextEncoder().encode(document),
                    }),
                  )
                }
                onSaved={shadow.refresh}
                onClose={() => setEditing(false)}
              />
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Differences({ differences }: { differences: readonly Difference[] }) {
  return (
    <Table<Difference>
      header={
        <Header
          variant="h2"
          counter={`(${differences.length})`}
          description="Where desired and reported are not the same."
        >
          Difference
        </Header>
      }
      items={[...differences]}
      trackBy="path"
      ariaLabels={{ tableLabel: "Difference" }}
      wrapLines
      empty="The device has reported all that is desired."
      columnDefinitions={[
        { id: "path", header: "Member", cell: ({ path }) => path, isRowHeader: true },
        { id: "desired", header: "Desired", cell: ({ desired }) => <code>{desired ?? "-"}</code> },
        { id: "reported", header: "Reported", cell: ({ reported }) => <code>{reported ?? "-"}</code> },
      ]}
    />
  );
}
