import {
  type FunctionConfiguration,
  LambdaClient,
  type Runtime,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
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
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { functionPath } from "../paths.ts";
import { runtimeLabel, runtimes } from "../runtimes.ts";
import { EditPage } from "./edit-page.tsx";

export function Component() {
  return (
    <EditPage title="Edit runtime settings">
      {({ Configuration }) => <RuntimeSettings configuration={Configuration!} />}
    </EditPage>
  );
}

function RuntimeSettings({ configuration }: { configuration: FunctionConfiguration }) {
  const { FunctionName: name = "" } = configuration;
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const back = functionPath(name);
  const [runtime, setRuntime] = useState(configuration.Runtime as string);
  const [handler, setHandler] = useState(configuration.Handler ?? "");
  const save = useAction(async () => {
    await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: name, Runtime: runtime as Runtime, Handler: handler }),
    );
    await navigate(back);
    notify.success(`Successfully updated the function ${name}.`);
  });
  return (
    <EditForm action={save} submit="Save" cancelTo={back} failed="The runtime settings could not be saved">
      <Container header={<Header variant="h2">Runtime settings</Header>}>
        <SpaceBetween size="l">
          <FormField label="Runtime">
            <Select
              ariaLabel="Runtime"
              options={runtimes.map(({ id, label }) => ({ value: id, label }))}
              selectedOption={{ value: runtime, label: runtimeLabel(runtime) }}
              onChange={({ detail }) => setRuntime(detail.selectedOption.value ?? runtime)}
            />
          </FormField>
          <Field
            label="Handler"
            description="The file, then the function in it: lambda_function.lambda_handler"
            problem={handler === "" ? "Enter a handler: the file, then the function in it." : undefined}
          >
            <Input value={handler} spellcheck={false} onChange={({ detail }) => setHandler(detail.value)} />
          </Field>
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}
