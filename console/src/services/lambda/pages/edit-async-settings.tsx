import { LambdaClient, UpdateFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useEventInvoke } from "../configuration/use-event-invoke.ts";
import { functionPath } from "../paths.ts";
import { EditPage } from "./edit-page.tsx";

export function Component() {
  return (
    <EditPage title="Edit asynchronous configuration">
      {({ Configuration }) => <Loaded name={Configuration?.FunctionName ?? ""} />}
    </EditPage>
  );
}

function Loaded({ name }: { name: string }) {
  const settings = useEventInvoke(name);
  if (settings.error !== undefined) {
    return (
      <ErrorAlert
        error={settings.error}
        title="The settings could not be read"
        feature="settings of asynchronous invocation"
      />
    );
  }
  if (settings.data === undefined) return null;
  return (
    <AsyncForm
      name={name}
      ageSeconds={settings.data?.MaximumEventAgeInSeconds}
      retries={settings.data?.MaximumRetryAttempts}
    />
  );
}

function AsyncForm({
  name,
  ageSeconds = 21_600,
  retries = 2,
}: {
  name: string;
  ageSeconds?: number;
  retries?: number;
}) {
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const back = `${functionPath(name, "configuration")}&section=async`;
  const [age, setAge] = useState(String(ageSeconds));
  const [attempts, setAttempts] = useState(String(retries));
  const save = useAction(async () => {
    // An update, not a put: what it does not name, such as the destinations, stays.
    await client.send(
      new UpdateFunctionEventInvokeConfigCommand({
        FunctionName: name,
        MaximumEventAgeInSeconds: Number(age),
        MaximumRetryAttempts: Number(attempts),
      }),
    );
    await navigate(back);
    notify.success(`Successfully updated the asynchronous invocation of ${name}.`);
  });
  const isAge = /^\d+$/.test(age) && Number(age) >= 60 && Number(age) <= 21_600;
  return (
    <EditForm action={save} submit="Save" cancelTo={back} failed="The settings could not be saved">
      <Container header={<Header variant="h2">Asynchronous invocation</Header>}>
        <SpaceBetween size="l">
          <Field
            label="Maximum age of event (seconds)"
            description="How long an event may wait in the queue."
            problem={isAge ? undefined : "The age is 60 to 21600 seconds (6 hours)."}
          >
            <Input type="number" inputMode="numeric" value={age} onChange={({ detail }) => setAge(detail.value)} />
          </Field>
          <FormField
            label="Retry attempts"
            description="How often Lambda tries again when the function returns an error."
          >
            <Select
              ariaLabel="Retry attempts"
              options={["0", "1", "2"].map((value) => ({ value, label: value }))}
              selectedOption={{ value: attempts, label: attempts }}
              onChange={({ detail }) => setAttempts(detail.selectedOption.value ?? attempts)}
            />
          </FormField>
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}
