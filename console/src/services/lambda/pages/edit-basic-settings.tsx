import { type FunctionConfiguration, LambdaClient, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
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
import { ExistingRole } from "../create/role-field.tsx";
import { functionPath } from "../paths.ts";
import { EditPage } from "./edit-page.tsx";

export function Component() {
  return (
    <EditPage title="Edit basic settings">
      {({ Configuration }) => <BasicSettings configuration={Configuration!} />}
    </EditPage>
  );
}

function BasicSettings({ configuration }: { configuration: FunctionConfiguration }) {
  const { FunctionName: name = "", Timeout = 3 } = configuration;
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const back = functionPath(name, "configuration");
  const [description, setDescription] = useState(configuration.Description ?? "");
  const [memory, setMemory] = useState(String(configuration.MemorySize ?? 128));
  const [storage, setStorage] = useState(String(configuration.EphemeralStorage?.Size ?? 512));
  const [minutes, setMinutes] = useState(String(Math.floor(Timeout / 60)));
  const [seconds, setSeconds] = useState(String(Timeout % 60));
  const [role, setRole] = useState(configuration.Role ?? "");
  const [snapStart, setSnapStart] = useState<string>(configuration.SnapStart?.ApplyOn ?? "None");
  const timeout = Number(minutes) * 60 + Number(seconds);
  const save = useAction(async () => {
    await client.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: name,
        Description: description,
        MemorySize: Number(memory),
        EphemeralStorage: { Size: Number(storage) },
        Timeout: timeout,
        SnapStart: { ApplyOn: snapStart === "PublishedVersions" ? "PublishedVersions" : "None" },
        Role: role,
      }),
    );
    await navigate(back);
    notify.success(`Successfully updated the function ${name}.`);
  });
  const errors = {
    memory: checkRange(memory, 128, 10_240, "Memory", "MB"),
    storage: checkRange(storage, 512, 10_240, "Ephemeral storage", "MB"),
    snapStart:
      snapStart === "PublishedVersions" && Number(storage) > 512
        ? "SnapStart goes with 512 MB of ephemeral storage."
        : undefined,
    timeout: checkRange(String(timeout), 1, 900, "The timeout", "seconds"),
  };
  return (
    <EditForm action={save} submit="Save" cancelTo={back} failed="The settings could not be saved">
      <Container header={<Header variant="h2">Basic settings</Header>}>
        <SpaceBetween size="l">
          <FormField label="Description - optional">
            <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
          </FormField>
          <Field
            label="Memory (MB)"
            description="Your function is allocated CPU proportional to the memory configured."
            constraintText="Set memory to between 128 MB and 10240 MB."
            problem={errors.memory}
          >
            <Input
              type="number"
              inputMode="numeric"
              value={memory}
              onChange={({ detail }) => setMemory(detail.value)}
            />
          </Field>
          <Field
            label="Ephemeral storage (MB)"
            description="You can configure up to 10 GB of ephemeral storage (/tmp) for your function."
            constraintText="Set ephemeral storage (/tmp) to between 512 MB and 10240 MB."
            problem={errors.storage}
          >
            <Input
              type="number"
              inputMode="numeric"
              value={storage}
              onChange={({ detail }) => setStorage(detail.value)}
            />
          </Field>
          <Field label="Timeout" constraintText="Up to 15 minutes." problem={errors.timeout}>
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <Input
                type="number"
                inputMode="numeric"
                ariaLabel="Minutes"
                value={minutes}
                onChange={({ detail }) => setMinutes(detail.value)}
              />
              <span>min</span>
              <Input
                type="number"
                inputMode="numeric"
                ariaLabel="Seconds"
                value={seconds}
                onChange={({ detail }) => setSeconds(detail.value)}
              />
              <span>sec</span>
            </SpaceBetween>
          </Field>
          <Field
            label="SnapStart"
            description="Published versions start from a snapshot of the initialised function. For Python 3.12 and newer."
            problem={errors.snapStart}
          >
            <Select
              ariaLabel="SnapStart"
              options={snapStarts}
              selectedOption={snapStarts.find(({ value }) => value === snapStart) ?? snapStarts[0]!}
              onChange={({ detail }) => setSnapStart(detail.selectedOption.value ?? "None")}
            />
          </Field>
          <ExistingRole arn={role} onChange={setRole} />
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}

const snapStarts = [
  { value: "None", label: "None" },
  { value: "PublishedVersions", label: "PublishedVersions" },
];

function checkRange(text: string, least: number, most: number, what: string, unit: string): string | undefined {
  const value = Number(text);
  return text !== "" && Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : `${what} is ${least} to ${most} ${unit}.`;
}
