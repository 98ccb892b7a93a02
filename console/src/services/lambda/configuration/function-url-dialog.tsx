import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  type FunctionUrlAuthType,
  type FunctionUrlConfig,
  type InvokeMode,
  LambdaClient,
  RemovePermissionCommand,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { isConflict } from "../../../aws/errors.ts";
import { type Made, makeWhole } from "../../../form/create.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { CorsFields, fromCors, toCors } from "./cors-fields.tsx";

interface FunctionUrlDialogProps {
  readonly name: string;
  /** Undefined: a new one. */
  readonly config: FunctionUrlConfig | undefined;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** "Configure Function URL": auth type, invoke mode, CORS. */
export function FunctionUrlDialog({ name, config, onSaved, onClose }: FunctionUrlDialogProps) {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const [authType, setAuthType] = useState<FunctionUrlAuthType>(config?.AuthType ?? "AWS_IAM");
  const [invokeMode, setInvokeMode] = useState<InvokeMode>(config?.InvokeMode ?? "BUFFERED");
  const [hasCors, setHasCors] = useState(config?.Cors?.AllowOrigins !== undefined);
  const [cors, setCors] = useState(() => fromCors(config?.Cors));
  const save = useAction(async () => {
    const input = { FunctionName: name, AuthType: authType, InvokeMode: invokeMode };
    const chosen = hasCors ? toCors(cors) : undefined;
    await makeWhole(async (made) => {
      if (config) await client.send(new UpdateFunctionUrlConfigCommand({ ...input, Cors: chosen ?? {} }));
      else {
        await client.send(new CreateFunctionUrlConfigCommand({ ...input, Cors: chosen }));
        made("the function URL", () => client.send(new DeleteFunctionUrlConfigCommand({ FunctionName: name })));
      }
      if (authType === "NONE" && config?.AuthType !== "NONE") await allowEverybody(client, name, made);
    });
    notify.success(`The function URL of ${name} was ${config ? "updated" : "created"}.`);
    onSaved();
  });
  return (
    <EditDialog
      title="Configure Function URL"
      size="large"
      action={save}
      submit="Save"
      failed="The function URL could not be saved"
      onClose={onClose}
    >
      <FormField label="Auth type" description="Choose the auth type for your function URL.">
        <RadioGroup
          value={authType}
          items={authTypes}
          onChange={({ detail }) => setAuthType(detail.value as FunctionUrlAuthType)}
        />
      </FormField>
      {authType === "NONE" && (
        <Alert type="warning">
          Anybody who can reach this server can call the function. Its resource-based policy gets the statements{" "}
          <b>{publicUrl.StatementId}</b> and <b>{publicInvoke.StatementId}</b>, which allow that.
        </Alert>
      )}
      <FormField label="Invoke mode">
        <RadioGroup
          value={invokeMode}
          items={invokeModes}
          onChange={({ detail }) => setInvokeMode(detail.value as InvokeMode)}
        />
      </FormField>
      <Checkbox
        checked={hasCors}
        description="Lets web pages of other origins call the function URL."
        onChange={({ detail }) => setHasCors(detail.checked)}
      >
        Configure cross-origin resource sharing (CORS)
      </Checkbox>
      {hasCors && <CorsFields value={cors} onChange={setCors} />}
    </EditDialog>
  );
}

/** AWS's console adds the same statements under the same names; those of a former URL may still be there. */
async function allowEverybody(client: LambdaClient, FunctionName: string, made: Made): Promise<void> {
  for (const statement of [publicUrl, publicInvoke]) {
    const { StatementId } = statement;
    try {
      await client.send(new AddPermissionCommand({ FunctionName, ...statement }));
      made(`the statement ${StatementId}`, () =>
        client.send(new RemovePermissionCommand({ FunctionName, StatementId })),
      );
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

const publicUrl = {
  StatementId: "FunctionURLAllowPublicAccess",
  Action: "lambda:InvokeFunctionUrl",
  Principal: "*",
  FunctionUrlAuthType: "NONE",
} as const;

const publicInvoke = {
  StatementId: "FunctionURLInvokeAllowPublicAccess",
  Action: "lambda:InvokeFunction",
  Principal: "*",
  InvokedViaFunctionUrl: true,
} as const;

const authTypes = [
  {
    value: "AWS_IAM",
    label: "AWS_IAM",
    description: "Only authenticated IAM users and roles can make requests to your function URL.",
  },
  {
    value: "NONE",
    label: "NONE",
    description: "Lambda won't perform IAM authentication on requests to your function URL.",
  },
];

const invokeModes = [
  { value: "BUFFERED", label: "BUFFERED (default)", description: "The response comes when it is complete." },
  { value: "RESPONSE_STREAM", label: "RESPONSE_STREAM", description: "The response comes as it is written." },
];
