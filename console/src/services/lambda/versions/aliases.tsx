import {
  type AliasConfiguration,
  CreateAliasCommand,
  DeleteAliasCommand,
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";

export function Aliases({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const [edited, setEdited] = useState<"new" | AliasConfiguration>();
  const aliases = useLive(
    `lambda/aliases/${name}`,
    async () => (await client.send(new ListAliasesCommand({ FunctionName: name }))).Aliases ?? [],
  );
  const remove = async (alias: string) => {
    await confirmed(
      {
        title: `Delete alias ${alias}?`,
        body: (
          <>
            Whatever invokes {name} by the alias <b>{alias}</b> stops. The version it points to stays.
          </>
        ),
        action: "Delete",
      },
      async () => {
        await client.send(new DeleteAliasCommand({ FunctionName: name, Name: alias }));
      },
      {
        done: `The alias ${alias} was deleted.`,
        failed: `The alias ${alias} could not be deleted`,
        onChange: aliases.refresh,
      },
    );
  };
  return (
    <>
      <ResourceTable
        id="lambda.aliases"
        title="Aliases"
        noun="aliases"
        live={aliases}
        columns={columns}
        rowId={({ Name = "" }) => Name}
        select="single"
        empty={{ text: "No alias. An alias is a name for a version that callers keep." }}
        actions={([selected]) =>
          aliases.data && (
            <>
              <Button disabled={!selected} onClick={() => void remove(selected?.Name ?? "")}>
                Delete
              </Button>
              <Button disabled={!selected} onClick={() => setEdited(selected)}>
                Edit
              </Button>
              <Button onClick={() => setEdited("new")}>Create alias</Button>
            </>
          )
        }
      />
      {edited !== undefined && (
        <AliasDialog
          name={name}
          alias={edited === "new" ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onChange={aliases.refresh}
        />
      )}
    </>
  );
}

interface AliasDialogProps {
  readonly name: string;
  /** Undefined: a new one. */
  readonly alias: AliasConfiguration | undefined;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

function AliasDialog({ name, alias, onClose, onChange }: AliasDialogProps) {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const versions = useLive(`lambda/version-choices/${name}`, async () => {
    const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: name }));
    return Versions.map(({ Version = "" }) => Version);
  });
  const [newName, setNewName] = useState(alias?.Name ?? "");
  const [description, setDescription] = useState(alias?.Description ?? "");
  const [version, setVersion] = useState(alias?.FunctionVersion ?? "$LATEST");
  const save = useAction(async () => {
    const input = { FunctionName: name, Name: newName, FunctionVersion: version, Description: description };
    await (alias ? client.send(new UpdateAliasCommand(input)) : client.send(new CreateAliasCommand(input)));
    notify.success(`Successfully ${alias ? "updated" : "created"} alias ${newName} of function ${name}.`);
    onChange();
  });
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
          options={(versions.data ?? []).map((value) => ({ value, label: value }))}
          selectedOption={{ value: version, label: version }}
          onChange={({ detail }) => setVersion(detail.selectedOption.value ?? version)}
        />
      </FormField>
    </EditDialog>
  );
}

const columns: readonly Column<AliasConfiguration>[] = [
  { id: "name", header: "Name", cell: ({ Name }) => Name, value: ({ Name }) => Name },
  {
    id: "version",
    header: "Version",
    cell: ({ FunctionVersion }) => FunctionVersion,
    value: ({ FunctionVersion }) => FunctionVersion,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description || "-",
    value: ({ Description }) => Description,
  },
];

function checkAliasName(name: string): string | undefined {
  if (name === "") return "Enter a name for the alias.";
  return /^(?!\d+$)[\w-]{1,128}$/.test(name)
    ? undefined
    : "Use 1 to 128 letters, digits, hyphens and underscores, and not digits alone.";
}
