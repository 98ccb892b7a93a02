import {
  ApplicationLogLevel,
  type FunctionConfiguration,
  LambdaClient,
  LogFormat,
  SystemLogLevel,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { logGroupPath } from "../paths.ts";

/** "Monitoring and operations tools": how the function logs. */
export function Logging({ configuration }: { configuration: FunctionConfiguration }) {
  const [isEditing, setEditing] = useState(false);
  const { FunctionName = "", LoggingConfig: { LogFormat: format = "Text", ...logging } = {} } = configuration;
  const group = logging.LogGroup ?? `/aws/lambda/${FunctionName}`;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button ariaLabel="Edit logging configuration" onClick={() => setEditing(true)}>
              Edit
            </Button>
          }
        >
          Logging configuration
        </Header>
      }
    >
      <KeyValuePairs
        columns={2}
        items={[
          { label: "Log format", value: format },
          { label: "CloudWatch log group", value: <RouteLink href={logGroupPath(group)}>{group}</RouteLink> },
          { label: "Application log level", value: logging.ApplicationLogLevel ?? "-" },
          { label: "System log level", value: logging.SystemLogLevel ?? "-" },
        ]}
      />
      {isEditing && <LoggingDialog configuration={configuration} onClose={() => setEditing(false)} />}
    </Container>
  );
}

function LoggingDialog({ configuration, onClose }: { configuration: FunctionConfiguration; onClose: () => void }) {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const { FunctionName = "", LoggingConfig = {} } = configuration;
  const [format, setFormat] = useState<string>(LoggingConfig.LogFormat ?? LogFormat.Text);
  const [ofApplication, setOfApplication] = useState<string>(LoggingConfig.ApplicationLogLevel ?? "INFO");
  const [ofSystem, setOfSystem] = useState<string>(LoggingConfig.SystemLogLevel ?? "INFO");
  const [group, setGroup] = useState(LoggingConfig.LogGroup ?? `/aws/lambda/${FunctionName}`);
  const isJson = format === LogFormat.Json;
  const save = useAction(async () => {
    await client.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName,
        LoggingConfig: {
          LogFormat: isJson ? "JSON" : "Text",
          ...(isJson && {
            ApplicationLogLevel: ofApplication as ApplicationLogLevel,
            SystemLogLevel: ofSystem as SystemLogLevel,
          }),
          LogGroup: group,
        },
      }),
    );
    notify.success(`Successfully updated the logging configuration of ${FunctionName}.`);
  });
  return (
    <EditDialog
      title="Edit logging configuration"
      action={save}
      failed="The logging configuration could not be saved"
      onClose={onClose}
    >
      <FormField label="Log format" description="JSON has levels, which can be left out below one.">
        <Choice label="Log format" values={Object.values(LogFormat)} value={format} onChange={setFormat} />
      </FormField>
      {isJson && (
        <FormField label="Application log level">
          <Choice
            label="Application log level"
            values={Object.values(ApplicationLogLevel)}
            value={ofApplication}
            onChange={setOfApplication}
          />
        </FormField>
      )}
      {isJson && (
        <FormField label="System log level">
          <Choice
            label="System log level"
            values={Object.values(SystemLogLevel)}
            value={ofSystem}
            onChange={setOfSystem}
          />
        </FormField>
      )}
      <Field label="CloudWatch log group" problem={checkGroup(group)}>
        <Input value={group} spellcheck={false} onChange={({ detail }) => setGroup(detail.value.trim())} />
      </Field>
    </EditDialog>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ label, values, value, onChange }: ChoiceProps) {
  return (
    <Select
      ariaLabel={label}
      options={values.map((one) => ({ value: one, label: one }))}
      selectedOption={{ value, label: value }}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? value)}
    />
  );
}

function checkGroup(name: string): string | undefined {
  return /^[\w./#-]{1,512}$/.test(name) ? undefined : "Use 1 to 512 letters, digits and the symbols . - _ / #.";
}
