import {
  type ApiDestinationHttpMethod,
  CreateApiDestinationCommand,
  EventBridgeClient,
  ListConnectionsCommand,
} from "@aws-sdk/client-eventbridge";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

const back = "/console/events/api-destinations";
const methods = ["POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

export function Component() {
  const client = useClient(EventBridgeClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const connections = useLive("choices/connections", async () => {
    const { Connections = [] } = await client.send(new ListConnectionsCommand({ Limit: 100 }));
    return Connections.map(({ ConnectionArn = "", Name = "" }) => ({ value: ConnectionArn, label: Name }));
  });
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [endpoint, setEndpoint] = useState("");
  const [method, setMethod] = useState("POST");
  const [rate, setRate] = useState("300");
  const [connection, setConnection] = useState("");
  const create = useAction(async () => {
    await client.send(
      new CreateApiDestinationCommand({
        Name: name,
        Description: description || undefined,
        ConnectionArn: connection,
        InvocationEndpoint: endpoint,
        HttpMethod: method as ApiDestinationHttpMethod,
        InvocationRateLimitPerSecond: Number(rate),
      }),
    );
    await navigate(back);
    notify.success(`API destination ${name} was created successfully.`);
  });
  return (
    <Page title="Create API destination" breadcrumbs={[{ text: "API destinations", href: back }]}>
      <EditForm action={create} submit="Create" cancelTo={back} failed="The API destination could not be created">
        <Container header={<Header variant="h2">API destination detail</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Name"
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
            <Field
              label="API destination endpoint"
              description="The address that is invoked. It may have * for parts that a rule's target fills."
              problem={
                /^https?:\/\/\S+$/.test(endpoint) ? undefined : "Enter an address: https://api.example.com/orders."
              }
            >
              <Input value={endpoint} spellcheck={false} onChange={({ detail }) => setEndpoint(detail.value.trim())} />
            </Field>
            <FormField label="HTTP method">
              <Select
                ariaLabel="HTTP method"
                options={methods.map((value) => ({ value, label: value }))}
                selectedOption={{ value: method, label: method }}
                onChange={({ detail }) => setMethod(detail.selectedOption.value ?? method)}
              />
            </FormField>
            <Field
              label="Invocation rate limit per second"
              problem={/^[1-9]\d{0,5}$/.test(rate) ? undefined : "Enter a number from 1 on."}
            >
              <Input type="number" inputMode="numeric" value={rate} onChange={({ detail }) => setRate(detail.value)} />
            </Field>
            <ChoiceField
              label="Connection"
              description={
                <>
                  Its authorization goes with each invocation.{" "}
                  <RouteLink href="/console/events/create-connection">Create a connection</RouteLink>
                </>
              }
              value={connection}
              onChange={setConnection}
              choices={connections}
              problem={checkArn(connection, "events", "a connection")}
            />
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}
