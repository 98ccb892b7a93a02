import {
  DescribeThingCommand,
  type DescribeThingCommandOutput,
  IoTClient,
  UpdateThingCommand,
} from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, useState } from "react";
import { useParams } from "react-router";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import type { FieldDescription } from "../../../described/field-description.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { Details } from "../../../shell/details.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useTypeChoices } from "../choices.ts";
import { ThingCertificates } from "../thing/thing-certificates.tsx";
import { ThingGroups } from "../thing/thing-groups.tsx";
import { ThingJobs } from "../thing/thing-jobs.tsx";
import { ThingShadows } from "../thing/thing-shadows.tsx";

const ThingActivity = lazy(async () => ({ default: (await import("../thing/thing-activity.tsx")).ThingActivity }));

export function Component() {
  const { name = "" } = useParams();
  return <ThingPage key={name} name={name} />;
}

function ThingPage({ name }: { name: string }) {
  const client = useClient(IoTClient);
  const thing = useLive(`iot/things/${name}`, () => client.send(new DescribeThingCommand({ thingName: name })));
  return (
    <Page title={name} breadcrumbs={[{ text: "Things", href: "/console/iot/things" }]}>
      <Loaded live={thing} what={`the thing ${name}`} feature="AWS IoT">
        {(described) => (
          <SpaceBetween size="l">
            <ThingDetails thing={described} onChange={thing.refresh} />
            <PageTabs
              label="Thing"
              tabs={[
                {
                  id: "certificates",
                  label: "Certificates",
                  content: <ThingCertificates name={name} />,
                },
                { id: "shadows", label: "Device Shadows", content: <ThingShadows name={name} /> },
                { id: "groups", label: "Thing groups", content: <ThingGroups name={name} /> },
                { id: "jobs", label: "Jobs", content: <ThingJobs name={name} /> },
                { id: "activity", label: "Activity", content: <ThingActivity name={name} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

const fields: readonly FieldDescription[] = [
  { name: "type", label: "Thing type", kind: "choice", useChoices: useTypeChoices, placeholder: "No type" },
  { name: "attributes", label: "Attributes", kind: "pairs", add: "Add new attribute", empty: "No attributes." },
];

interface ThingDetailsProps {
  readonly thing: DescribeThingCommandOutput;
  readonly onChange: () => void;
}

function ThingDetails({ thing, onChange }: ThingDetailsProps) {
  const client = useClient(IoTClient);
  const [isEditing, setEditing] = useState(false);
  const { thingName = "", thingArn = "", thingTypeName, thingId, version, attributes = {} } = thing;
  return (
    <>
      <Details
        title="Thing details"
        actions={<Button onClick={() => setEditing(true)}>Edit</Button>}
        items={[
          ["Name", thingName],
          ["ARN", <Copyable key="arn" text={thingArn} what="ARN" />],
          ["Type", thingTypeName],
          ["Thing ID", thingId],
          ["Version", String(version)],
          ...Object.entries(attributes).map(([key, value]) => [`Attribute ${key}`, value] as const),
        ]}
      />
      {isEditing && (
        <FieldsDialog
          title={`Edit thing ${thingName}`}
          fields={fields}
          initial={{ type: thingTypeName ?? "", attributes: pairsText(attributes) }}
          failed="The thing could not be saved"
          done={`Successfully edited thing ${thingName}.`}
          save={({ type, attributes: given }) =>
            client.send(
              new UpdateThingCommand({
                thingName,
                // A change in between is told, not overwritten.
                expectedVersion: version,
                thingTypeName: type || undefined,
                removeThingType: !type && thingTypeName !== undefined ? true : undefined,
                attributePayload: { attributes: recordOf(given) ?? {} },
              }),
            )
          }
          onSaved={onChange}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}
