import { CreateEventBusCommand, EventBridgeClient, PutPermissionCommand } from "@aws-sdk/client-eventbridge";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { fromPairs, type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { checkDocument } from "../../../policy/policy-document.ts";
import { PolicyField } from "../../../policy/policy-field.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { busPath } from "../paths.ts";

export function Component() {
  const client = useClient(EventBridgeClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [policy, setPolicy] = useState("");
  const [tags, setTags] = useState<readonly Pair[]>([]);
  const create = useAction(async () => {
    await client.send(
      new CreateEventBusCommand({
        Name: name,
        Description: description || undefined,
        Tags: Object.entries(fromPairs(tags)).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    if (policy.trim()) await client.send(new PutPermissionCommand({ EventBusName: name, Policy: policy }));
    await navigate(busPath(name));
    notify.success(`Event bus ${name} was created successfully.`);
  });
  return (
    <Page title="Create event bus" breadcrumbs={[{ text: "Event buses", href: "/console/events/buses" }]}>
      <EditForm
        action={create}
        submit="Create"
        cancelTo="/console/events/buses"
        failed="The event bus could not be created"
      >
        <Container header={<Header variant="h2">Event bus detail</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Name"
              constraintText="Maximum of 256 characters consisting of numbers, lower/upper case letters, .,-,_."
              problem={checkBusName(name)}
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <Field
              label="Description - optional"
              problem={description.length > 512 ? "A description can have up to 512 characters." : undefined}
            >
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
        <Container
          header={
            <Header
              variant="h2"
              description="Who can send events to the bus, or make rules on it. Left empty, only the account itself."
            >
              Resource-based policy - optional
            </Header>
          }
        >
          <Field stretch problem={policy.trim() === "" ? undefined : checkDocument(policy)}>
            <PolicyField document={policy} onChange={setPolicy} heightPixels={200} />
          </Field>
        </Container>
        <Container header={<Header variant="h2">Tags - optional</Header>}>
          <PairsEditor pairs={tags} onChange={setTags} addText="Add new tag" emptyText="No tags." />
        </Container>
      </EditForm>
    </Page>
  );
}

function checkBusName(name: string): string | undefined {
  if (name === "") return "Enter a name for the event bus.";
  return /^[.\-_A-Za-z0-9]{1,256}$/.test(name)
    ? undefined
    : "Use only letters, digits, periods, hyphens and underscores.";
}
