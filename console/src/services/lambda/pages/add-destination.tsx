import { LambdaClient, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { checkIsNew } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Condition, type DestinationChoice, DestinationField } from "../configuration/destination-field.tsx";
import { useEventInvoke } from "../configuration/use-event-invoke.ts";
import { functionPath } from "../paths.ts";
import { EditPage } from "./edit-page.tsx";

export function Component() {
  return (
    <EditPage title="Add destination" description="A destination receives the record of an asynchronous invocation.">
      {({ Configuration }) => <AddDestination name={Configuration?.FunctionName ?? ""} />}
    </EditPage>
  );
}

function AddDestination({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const settings = useEventInvoke(name);
  const back = `${functionPath(name, "configuration")}&section=destinations`;
  const [condition, setCondition] = useState<Condition>("OnFailure");
  const [choice, setChoice] = useState<DestinationChoice>({ type: "sns", arn: "" });
  const save = useAction(async () => {
    const { MaximumEventAgeInSeconds, MaximumRetryAttempts, DestinationConfig } = settings.data ?? {};
    const words = condition === "OnFailure" ? "failure" : "success";
    await checkIsNew(`a destination on ${words}: ${DestinationConfig?.[condition]?.Destination}`, async () =>
      Boolean(DestinationConfig?.[condition]?.Destination),
    );
    await client.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: name,
        MaximumEventAgeInSeconds,
        MaximumRetryAttempts,
        DestinationConfig: { ...DestinationConfig, [condition]: { Destination: choice.arn } },
      }),
    );
    await navigate(back);
    notify.success(`Your destination was successfully added to ${name}.`);
  });
  if (settings.error !== undefined)
    return <ErrorAlert error={settings.error} title="The destinations could not be read" feature="destinations" />;
  return (
    <EditForm
      action={save}
      submit="Save"
      cancelTo={back}
      failed="The destination could not be added"
      isReady={settings.data !== undefined}
    >
      <Container header={<Header variant="h2">Destination configuration</Header>}>
        <SpaceBetween size="l">
          <FormField label="Source">Asynchronous invocation</FormField>
          <FormField label="Condition">
            <RadioGroup
              ariaLabel="Condition"
              value={condition}
              items={[
                { value: "OnFailure", label: "On failure" },
                { value: "OnSuccess", label: "On success" },
              ]}
              onChange={({ detail }) => {
                setCondition(detail.value as Condition);
                if (choice.type === "s3") setChoice({ type: "sns", arn: "" });
              }}
            />
          </FormField>
          <DestinationField condition={condition} choice={choice} onChange={setChoice} />
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}
