import {
  type AliasConfiguration,
  CreateAliasCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { checkNumber } from "../../../form/checks.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

interface AliasDialogProps {
  readonly name: string;
  /** Undefined: a new one. */
  readonly alias: AliasConfiguration | undefined;
  /** Of a new one. */
  readonly initialVersion?: string;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** An alias leads to one version, or to two by weight. */
export function AliasDialog({ name, alias, initialVersion = "$LATEST", onClose, onChange }: AliasDialogProps) {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const versions = useLive(`lambda/version-choices/${name}`, async () => {
    const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: name }));
    return Versions.map(({ Version = "" }) => Version);
  });
  const [newName, setNewName] = useState(alias?.Name ?? "");
  const [description, setDescription] = useState(alias?.Description ?? "");
  const [version, setVersion] = useState(alias?.FunctionVersion ?? initialVersion);
  const [second, setSecond] = useState(() => secondOf(alias));
  const save = useAction(async () => {
    const input = {
      FunctionName: name,
      Name: newName,
      FunctionVersion: version,
      Description: description,
      // Nothing there takes a second version away.
      RoutingConfig: {
        AdditionalVersionWeights: second.version === "" ? {} : { [second.version]: Number(second.percent) / 100 },
      },
    };
    await (alias ? client.send(new UpdateAliasCommand(input)) : client.send(new CreateAliasCommand(input)));
    notify.success(`Successfully ${alias ? "updated" : "created"} alias ${newName} of function ${name}.`);
    onChange();
  });
  const options = (versions.data ?? []).map((value) => ({ value, label: value }));
  const none = { value: "", label: "None" };
  const others = [none, ...options.filter(({ value }) => value !== version && value !== "$LATEST")];
  return (
    <EditDialog
      title={alias ? `Edit alias ${alias.Name}` : "Create alias"}
      submit="Save"
      action={save}
      failed="The alias could not be saved"
      onClose={onClose}
    >
      {!alias && (
        <Field label="Alias name" problem={checkAliasName(newName)}>
          <Input value={newName} autoFocus spellcheck={false} onChange={({ detail }) => setNewName(detail.value)} />
        </Field>
      )}
      <FormField label="Description - optional">
        <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
      </FormField>
      <FormField label="Version">
        <Select
          ariaLabel="Version"
          options={options}
          selectedOption={{ value: version, label: version }}
          onChange={({ detail }) => setVersion(detail.selectedOption.value ?? version)}
        />
      </FormField>
      {version !== "$LATEST" && (
        <FormField label="Additional version - optional" description="Takes a share of the invocations.">
          <Select
            ariaLabel="Additional version"
            options={others}
            selectedOption={others.find(({ value }) => value === second.version) ?? none}
            onChange={({ detail }) => setSecond({ ...second, version: detail.selectedOption.value ?? "" })}
          />
        </FormField>
      )}
      {version !== "$LATEST" && second.version !== "" && (
        <Field
          label="Weight of the additional version (%)"
          description={`The rest, ${100 - Number(second.percent)}%, goes to version ${version}.`}
          problem={checkNumber(second.percent, 0, 100)}
        >
          <Input
            type="number"
            inputMode="numeric"
            value={second.percent}
            onChange={({ detail }) => setSecond({ ...second, percent: detail.value })}
          />
        </Field>
      )}
    </EditDialog>
  );
}

/** Versions with their shares: "3 (90%), 4 (10%)". */
export function weightsOf({ FunctionVersion = "", RoutingConfig }: AliasConfiguration): string {
  const others = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  if (others.length === 0) return FunctionVersion;
  const percent = (weight: number) => `${Math.round(weight * 100)}%`;
  const rest = 1 - others.reduce((sum, [, weight]) => sum + weight, 0);
  return [[FunctionVersion, rest] as const, ...others].map(([one, weight]) => `${one} (${percent(weight)})`).join(", ");
}

function secondOf(alias: AliasConfiguration | undefined): { readonly version: string; readonly percent: string } {
  const [first] = Object.entries(alias?.RoutingConfig?.AdditionalVersionWeights ?? {});
  return first ? { version: first[0], percent: String(Math.round(first[1] * 100)) } : { version: "", percent: "10" };
}

function checkAliasName(name: string): string | undefined {
  if (name === "") return "Enter a name for the alias.";
  return /^(?!\d+$)[\w-]{1,128}$/.test(name)
    ? undefined
    : "Use 1 to 128 letters, digits, hyphens and underscores, and not digits alone.";
}
