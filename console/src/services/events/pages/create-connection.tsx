import { CreateConnectionCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { ConnectionFields, initialConnection, toAuthParameters } from "../destination/connection-fields.tsx";

const back = "/console/events/connections";

export function Component() {
  const client = useClient(EventBridgeClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [form, setForm] = useState(initialConnection);
  const create = useAction(async () => {
    await client.send(
      new CreateConnectionCommand({
        Name: name,
        Description: description || undefined,
        AuthorizationType: form.type,
        AuthParameters: toAuthParameters(form),
      }),
    );
    await navigate(back);
    notify.success(`Connection ${name} was created successfully.`);
  });
  return (
    <Page title="Create connection" breadcrumbs={[{ text: "Connections", href: back }]}>
      <EditForm action={create} submit="Create" cancelTo={back} failed="The connection could not be created">
        <Container header={<Header variant="h2">Connection detail</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Connection name"
              problem={
                /^[.\-_A-Za-z0-9]{1,64}$/.test(name)
                  ? undefined
                  : "Enter a name of up to 64 letters, digits, periods, hyphens and underscores."
              }
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <Field label="Description - optional" problem={undefined}>
              <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
            </Field>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Configure authorization</Header>}>
          <ConnectionFields form={form} change={(part) => setForm((before) => ({ ...before, ...part }))} />
        </Container>
      </EditForm>
    </Page>
  );
}
