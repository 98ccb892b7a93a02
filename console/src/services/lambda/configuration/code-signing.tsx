import {
  DeleteFunctionCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  LambdaClient,
  PutFunctionCodeSigningConfigCommand,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Select from "@cloudscape-design/components/select";
import { useEffect, useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useSigningConfigs } from "../code-signing/signing-configs.ts";

/** Whose signatures the function's code must bear; it holds from the next deployment on. */
export function CodeSigning({ name }: { readonly name: string }) {
  const client = useClient(LambdaClient);
  const [isEditing, setEditing] = useState(false);
  const used = useLive(
    `lambda/code-signing/${name}`,
    async (abortSignal) =>
      (await client.send(new GetFunctionCodeSigningConfigCommand({ FunctionName: name }), { abortSignal }))
        .CodeSigningConfigArn ?? "",
    { everyMs: 5_000 },
  );
  return (
    <Loaded live={used} what="the code signing configuration">
      {(arn) => (
        <>
          <Details
            title="Code signing"
            columns={1}
            description="A package that none of the configuration's profiles has signed is refused, or deployed with a warning."
            actions={
              <Button ariaLabel="Edit code signing" onClick={() => setEditing(true)}>
                Edit
              </Button>
            }
            items={[
              [
                "Configuration",
                <RouteLink key="arn" href="/console/lambda/code-signing-configurations">
                  {arn || "None"}
                </RouteLink>,
              ],
            ]}
          />
          {isEditing && (
            <SigningDialog name={name} before={arn} onSaved={used.refresh} onClose={() => setEditing(false)} />
          )}
        </>
      )}
    </Loaded>
  );
}

interface SigningDialogProps {
  readonly name: string;
  readonly before: string;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

const none = { value: "", label: "None" };

function SigningDialog({ name: FunctionName, before, onSaved, onClose }: SigningDialogProps) {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const [arn, setArn] = useState(before);
  const configs = useSigningConfigs();
  const { need } = configs;
  useEffect(() => need(Number.POSITIVE_INFINITY), [need]);
  const save = useAction(async () => {
    if (arn === "") await client.send(new DeleteFunctionCodeSigningConfigCommand({ FunctionName }));
    else await client.send(new PutFunctionCodeSigningConfigCommand({ FunctionName, CodeSigningConfigArn: arn }));
    notify.success(`Successfully updated the code signing of ${FunctionName}.`);
    onSaved();
  });
  const options = [
    none,
    ...(configs.data ?? []).map(
      ({ CodeSigningConfigArn: value = "", Description, CodeSigningConfigId: label = "" }) => ({
        value,
        label,
        description: Description,
      }),
    ),
  ];
  return (
    <EditDialog
      title="Edit code signing"
      action={save}
      submit="Save"
      failed="The code signing could not be saved"
      onClose={onClose}
    >
      <Field
        label="Code signing configuration"
        problem={undefined}
        description={
          <RouteLink href="/console/lambda/create/code-signing-configuration">Create a configuration</RouteLink>
        }
      >
        <Select
          ariaLabel="Code signing configuration"
          options={options}
          selectedOption={options.find(({ value }) => value === arn) ?? { value: arn, label: arn }}
          statusType={configs.isLoading ? "loading" : configs.error === undefined ? "finished" : "error"}
          errorText="The configurations could not be read."
          onChange={({ detail }) => setArn(detail.selectedOption.value ?? "")}
        />
      </Field>
    </EditDialog>
  );
}
