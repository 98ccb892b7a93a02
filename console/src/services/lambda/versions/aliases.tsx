import { type AliasConfiguration, DeleteAliasCommand, LambdaClient, ListAliasesCommand } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { AliasDialog, weightsOf } from "./alias-dialog.tsx";

export function Aliases({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const [edited, setEdited] = useState<"new" | AliasConfiguration>();
  const aliases = useLive(
    `lambda/aliases/${name}`,
    async () => (await client.send(new ListAliasesCommand({ FunctionName: name }))).Aliases ?? [],
  );
  const remove = async (names: readonly string[]) => {
    const what = names.length === 1 ? `alias ${names[0]}` : `${names.length} aliases`;
    await confirmed(
      {
        title: `Delete ${what}?`,
        body: (
          <>
            Whatever invokes {name} by <b>{names.join(", ")}</b> stops. The versions stay.
          </>
        ),
        action: "Delete",
      },
      async () => {
        for (const Name of names) await client.send(new DeleteAliasCommand({ FunctionName: name, Name }));
      },
      {
        done: `Successfully deleted ${what}.`,
        failed: `Deleting ${what} failed`,
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
        rowArn={({ AliasArn }) => AliasArn}
        select="multi"
        empty={{ text: "No alias. An alias is a name for a version that callers keep." }}
        actions={(selected) =>
          aliases.data && (
            <>
              <Button
                disabled={selected.length === 0}
                onClick={() => void remove(selected.map(({ Name = "" }) => Name))}
              >
                Delete
              </Button>
              <Button disabled={selected.length !== 1} onClick={() => setEdited(selected[0])}>
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

const columns: readonly Column<AliasConfiguration>[] = [
  { id: "name", header: "Name", cell: ({ Name }) => Name, value: ({ Name }) => Name },
  {
    id: "version",
    header: "Versions",
    cell: weightsOf,
    value: weightsOf,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description || "-",
    value: ({ Description }) => Description,
  },
];
