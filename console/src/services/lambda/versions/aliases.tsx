import {
  type AliasConfiguration,
  CreateAliasCommand,
  DeleteAliasCommand,
  LambdaClient,
  ListAliasesCommand,
} from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { useConfirm } from "../../../shell/confirm.tsx";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";

export function Aliases({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const confirm = useConfirm();
  const notify = useNotify();
  const [isCreating, setCreating] = useState(false);
  const aliases = useLive(
    `lambda/aliases/${name}`,
    async () => (await client.send(new ListAliasesCommand({ FunctionName: name }))).Aliases ?? [],
  );
  const remove = async (alias: string) => {
    const isMeant = await confirm({
      title: `Delete alias ${alias}?`,
      body: (
        <>
          Whatever invokes {name} by the alias <b>{alias}</b> stops. The version it points to stays.
        </>
      ),
      action: "Delete",
    });
    if (!isMeant) return;
    try {
      await client.send(new DeleteAliasCommand({ FunctionName: name, Name: alias }));
      notify.success(`The alias ${alias} was deleted.`);
    } catch (error) {
      notify.error(`The alias ${alias} could not be deleted`, error);
    }
    aliases.refresh();
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
              <Button onClick={() => setCreating(true)}>Create alias</Button>
            </>
          )
        }
      />
      {isCreating && <CreateAlias name={name} onClose={() => setCreating(false)} onCreated={aliases.refresh} />}
    </>
  );
}

function CreateAlias({ name, onClose, onCreated }: { name: string; onClose: () => void; onCreated: () => void }) {
  const client = useClient(LambdaClient);
  const [alias, setAlias] = useState("");
  const [version, setVersion] = useState("$LATEST");
  const create = useAction(async () => {
    await client.send(new CreateAliasCommand({ FunctionName: name, Name: alias, FunctionVersion: version }));
    onCreated();
    onClose();
  });
  return (
    <Modal
      visible
      header="Create alias"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              disabled={alias === ""}
              loading={create.isRunning}
              onClick={() => void create.run()}
            >
              Save
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FormField label="Name">
          <Input value={alias} autoFocus spellcheck={false} onChange={({ detail }) => setAlias(detail.value)} />
        </FormField>
        <FormField label="Version">
          <Input value={version} onChange={({ detail }) => setVersion(detail.value)} />
        </FormField>
        <ErrorAlert error={create.error} title="The alias could not be created" feature="aliases" />
      </SpaceBetween>
    </Modal>
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
