import {
  type BackupSummary,
  CreateBackupCommand,
  DeleteBackupCommand,
  DynamoDBClient,
  ListBackupsCommand,
  RestoreTableFromBackupCommand,
} from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTime, toMs } from "../../../text/times.ts";
import { tablePath } from "../paths.ts";
import { RestoreDialog } from "./restore-dialog.tsx";

/** More than a page shows. */
const mostBackups = 1_000;

/** Backups of one table, or of all. */
export function BackupTable({ table, isPage = false }: { table?: string; isPage?: boolean }) {
  const several = useSeveral();
  const client = useClient(DynamoDBClient);
  const confirmed = useConfirmed();
  const [isCreating, setCreating] = useState(false);
  const [restored, setRestored] = useState<BackupSummary>();
  const backups = useLive(`dynamodb/backups/${table}`, async (abortSignal) => {
    const found: BackupSummary[] = [];
    let ExclusiveStartBackupArn: string | undefined;
    do {
      const {
        BackupSummaries = [],
        LastEvaluatedBackupArn,
      }: { BackupSummaries?: BackupSummary[]; LastEvaluatedBackupArn?: string } = await client.send(
        new ListBackupsCommand({ TableName: table, ExclusiveStartBackupArn }),
        { abortSignal },
      );
      found.push(...BackupSummaries);
      ExclusiveStartBackupArn = LastEvaluatedBackupArn;
    } while (ExclusiveStartBackupArn !== undefined && found.length < mostBackups);
    return found;
  });
  const remove = ({ BackupArn, BackupName = "" }: BackupSummary) =>
    confirmed(
      { title: `Delete backup ${BackupName}?`, body: <>You can't undo this.</>, action: "Delete", typed: "confirm" },
      () => client.send(new DeleteBackupCommand({ BackupArn })),
      { done: "The backup was deleted.", failed: "The backup could not be deleted", onChange: backups.refresh },
    );
  return (
    <>
      <ResourceTable
        id="dynamodb.backups"
        title="Backups"
        titleVariant={isPage ? "h1" : "h2"}
        variant={isPage ? "full-page" : undefined}
        noun="backups"
        live={backups}
        columns={columns}
        rowId={({ BackupArn = "" }) => BackupArn}
        rowName={({ BackupName = "" }) => BackupName}
        select="multi"
        rowArn={({ BackupArn }) => BackupArn}
        sortBy={{ column: "created", descending: true }}
        empty={{ text: "No backups." }}
        actions={(chosen, selected = onlyOf(chosen)) => (
          <>
            <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "backups", remove)}>
              Delete
            </Button>
            <Button disabled={selected?.BackupStatus !== "AVAILABLE"} onClick={() => setRestored(selected)}>
              Restore
            </Button>
            {table !== undefined && <Button onClick={() => setCreating(true)}>Create backup</Button>}
          </>
        )}
      />
      {isCreating && table !== undefined && (
        <CreateDialog table={table} onClose={() => setCreating(false)} onCreated={backups.refresh} />
      )}
      {restored && (
        <RestoreDialog
          title={`Restore ${restored.BackupName}`}
          suggested={`${restored.TableName}-restored`}
          restore={(TargetTableName) =>
            client.send(new RestoreTableFromBackupCommand({ BackupArn: restored.BackupArn, TargetTableName }))
          }
          onClose={() => setRestored(undefined)}
        />
      )}
    </>
  );
}

const columns: readonly Column<BackupSummary>[] = [
  { id: "name", header: "Name", cell: (one) => one.BackupName, value: (one) => one.BackupName, width: 220 },
  { id: "status", header: "Status", cell: (one) => one.BackupStatus, value: (one) => one.BackupStatus, width: 130 },
  {
    id: "table",
    header: "Table",
    cell: ({ TableName = "" }) => <RouteLink href={tablePath(TableName)}>{TableName}</RouteLink>,
    value: (one) => one.TableName,
    width: 200,
  },
  {
    id: "created",
    header: "Created",
    cell: (one) => formatTime(one.BackupCreationDateTime),
    value: (one) => toMs(one.BackupCreationDateTime),
    width: 290,
  },
  {
    id: "size",
    header: "Size",
    cell: (one) => formatBytes(one.BackupSizeBytes),
    value: (one) => one.BackupSizeBytes,
    width: 120,
  },
];

interface CreateDialogProps {
  readonly table: string;
  readonly onClose: () => void;
  readonly onCreated: () => void;
}

function CreateDialog({ table, onClose, onCreated }: CreateDialogProps) {
  const client = useClient(DynamoDBClient);
  const [name, setName] = useState("");
  const create = useAction(async () => {
    await client.send(new CreateBackupCommand({ TableName: table, BackupName: name }));
    onCreated();
  });
  return (
    <EditDialog
      title="Create on-demand backup"
      action={create}
      submit="Create backup"
      failed="The backup could not be created"
      onClose={onClose}
    >
      <Field
        label="Backup name"
        constraintText="3 to 255 characters: letters, digits, underscores (_), hyphens (-) and periods (.)."
        problem={/^[\w.-]{3,255}$/.test(name) ? undefined : "Enter a name, of 3 characters at least."}
      >
        <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </Field>
    </EditDialog>
  );
}
