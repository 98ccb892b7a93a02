import {
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PutProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { checkIsNew } from "../../../form/create.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

interface ProvisionedDialogProps {
  readonly name: string;
  /** Undefined: a new configuration. */
  readonly qualifier: string | undefined;
  readonly requested: number | undefined;
  /** The qualifiers that have a configuration. */
  readonly configured: readonly string[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

export function ProvisionedDialog({
  name,
  qualifier,
  requested,
  configured,
  onSaved,
  onClose,
}: ProvisionedDialogProps) {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const choices = useLive(`lambda/qualifiers/${name}`, () => readQualifiers(client, name), { everyMs: 10_000 });
  const [chosen, setChosen] = useState(qualifier);
  const [count, setCount] = useState(String(requested ?? 1));
  const save = useAction(async () => {
    if (qualifier === undefined) {
      await checkIsNew(`a configuration for ${chosen}`, async () => configured.includes(chosen ?? ""));
    }
    await client.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName: name,
        Qualifier: chosen,
        ProvisionedConcurrentExecutions: Number(count),
      }),
    );
    notify.success(`The provisioned concurrency of ${name}:${chosen} is being allocated.`);
    onSaved();
  });
  return (
    <EditDialog
      title={qualifier ? `Edit provisioned concurrency of ${qualifier}` : "Configure provisioned concurrency"}
      action={save}
      submit="Save"
      failed="The provisioned concurrency could not be saved"
      onClose={onClose}
    >
      {qualifier === undefined && (
        <Field
          label="Alias or version"
          description="$LATEST cannot have provisioned concurrency: it may change."
          problem={chosen === undefined ? "Choose an alias or a version." : undefined}
        >
          <Select
            ariaLabel="Alias or version"
            placeholder="Choose an alias or a version"
            options={choices.data ?? []}
            selectedOption={chosen === undefined ? null : { value: chosen, label: chosen }}
            statusType={choices.isLoading ? "loading" : "finished"}
            empty="Nothing is published yet: publish a version on the Versions tab."
            onChange={({ detail }) => setChosen(detail.selectedOption.value)}
          />
        </Field>
      )}
      <Field
        label="Provisioned concurrency"
        description="Environments that are kept initialised."
        problem={/^[1-9]\d*$/.test(count) ? undefined : "Enter a whole number of at least 1."}
      >
        <Input type="number" inputMode="numeric" value={count} onChange={({ detail }) => setCount(detail.value)} />
      </Field>
    </EditDialog>
  );
}

async function readQualifiers(client: LambdaClient, FunctionName: string) {
  const [{ Aliases = [] }, { Versions = [] }] = await Promise.all([
    client.send(new ListAliasesCommand({ FunctionName })),
    client.send(new ListVersionsByFunctionCommand({ FunctionName })),
  ]);
  const published = Versions.filter(({ Version }) => Version !== "$LATEST");
  return [
    { label: "Aliases", options: Aliases.map(({ Name = "" }) => ({ value: Name, label: Name })) },
    { label: "Versions", options: published.map(({ Version = "" }) => ({ value: Version, label: Version })) },
  ].filter(({ options }) => options.length > 0);
}
