import { CreateArchiveCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EventPatternField } from "../../../event-pattern/event-pattern-field.tsx";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { BusSelect } from "../bus/bus-select.tsx";

export function Component() {
  const client = useClient(EventBridgeClient);
  const { account, region } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [bus, setBus] = useState("default");
  const [days, setDays] = useState("");
  const [isFiltered, setFiltered] = useState(false);
  const [pattern, setPattern] = useState('{\n  "source": ["com.example.shop"]\n}');
  const create = useAction(async () => {
    await client.send(
      new CreateArchiveCommand({
        ArchiveName: name,
        Description: description || undefined,
        EventSourceArn: `arn:aws:events:${region}:${account}:event-bus/${bus}`,
        RetentionDays: days === "" ? undefined : Number(days),
        EventPattern: isFiltered ? pattern : undefined,
      }),
    );
    await navigate("/console/events/archives");
    notify.success(`Archive ${name} was created successfully.`);
  });
  return (
    <Page title="Create archive" breadcrumbs={[{ text: "Archives", href: "/console/events/archives" }]}>
      <EditForm
        action={create}
        submit="Create archive"
        cancelTo="/console/events/archives"
        failed="The archive could not be created"
      >
        <Container header={<Header variant="h2">Archive detail</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Name"
              constraintText="Maximum of 48 characters consisting of numbers, lower/upper case letters, .,-,_."
              problem={
                /^[.\-_A-Za-z0-9]{1,48}$/.test(name)
                  ? undefined
                  : "Enter a name of up to 48 letters, digits, periods, hyphens and underscores."
              }
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <Field label="Description - optional" problem={undefined}>
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </Field>
            <BusSelect label="Source" description="The event bus whose events are kept." bus={bus} onChange={setBus} />
            <Field
              label="Retention period (days) - optional"
              description="Left empty, events are kept indefinitely."
              problem={days === "" || /^[1-9]\d{0,8}$/.test(days) ? undefined : "Enter a number of days."}
            >
              <Input type="number" inputMode="numeric" value={days} onChange={({ detail }) => setDays(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Filter events</Header>}>
          <SpaceBetween size="l">
            <Checkbox checked={isFiltered} onChange={({ detail }) => setFiltered(detail.checked)}>
              Filtering events by event pattern matching
            </Checkbox>
            {isFiltered && <EventPatternField pattern={pattern} onChange={setPattern} />}
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}
