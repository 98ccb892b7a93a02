import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { LifecycleDialog } from "./lifecycle-dialog.tsx";
import { ruleInWords, scopeOf } from "./lifecycle-rule.ts";
import { orNone } from "./or-none.ts";

/** "Management": the rules by which objects move and expire. */
export function ManagementTab({ bucket: Bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const confirmed = useConfirmed();
  const [edited, setEdited] = useState<"new" | LifecycleRule>();
  const read = async () =>
    (await orNone(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })), undefined))?.Rules ?? [];
  const rules = useLive(`s3/lifecycle/${Bucket}`, read, { everyMs: 5_000 });
  /** S3 takes all rules together; those of now, whoever has changed them meanwhile. */
  const put = async (change: (rules: readonly LifecycleRule[]) => readonly LifecycleRule[]) => {
    const Rules = [...change(await read())];
    await (Rules.length === 0
      ? client.send(new DeleteBucketLifecycleCommand({ Bucket }))
      : client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } })));
    rules.refresh();
  };
  const without = (ids: readonly string[]) => (all: readonly LifecycleRule[]) =>
    all.filter(({ ID = "" }) => !ids.includes(ID));
  const remove = (ids: readonly string[]) => {
    const what = ids.length === 1 ? `lifecycle rule ${ids[0]}` : `${ids.length} lifecycle rules`;
    return confirmed(
      { title: `Delete ${what}?`, body: <>Objects of {Bucket} stay as they are from now on.</>, action: "Delete" },
      () => put(without(ids)),
      { done: `Successfully deleted ${what}.`, failed: `Deleting ${what} failed` },
    );
  };
  return (
    <>
      <ResourceTable
        id="s3.lifecycle"
        title="Lifecycle rules"
        noun="lifecycle rules"
        description="Actions that Amazon S3 takes on the objects of the bucket as they age."
        live={rules}
        columns={columns}
        rowId={({ ID = "" }) => ID}
        select="multi"
        empty={{
          text: "There are no lifecycle rules for this bucket.",
          action: <Button onClick={() => setEdited("new")}>Create lifecycle rule</Button>,
        }}
        actions={(selected) => (
          <>
            <Button disabled={selected.length === 0} onClick={() => void remove(selected.map(({ ID = "" }) => ID))}>
              Delete
            </Button>
            <Button disabled={selected.length !== 1} onClick={() => setEdited(selected[0])}>
              Edit
            </Button>
            <Button variant="primary" onClick={() => setEdited("new")}>
              Create lifecycle rule
            </Button>
          </>
        )}
      />
      {edited && (
        <LifecycleDialog
          rule={edited === "new" ? undefined : edited}
          taken={(rules.data ?? []).map(({ ID = "" }) => ID)}
          save={(rule) =>
            put((all) => (edited === "new" ? [...all, rule] : all.map((one) => (one.ID === edited.ID ? rule : one))))
          }
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

const columns: readonly Column<LifecycleRule>[] = [
  { id: "name", header: "Lifecycle rule name", cell: ({ ID }) => ID, value: ({ ID }) => ID, width: 220 },
  {
    id: "status",
    header: "Status",
    cell: ({ Status }) => (
      <StatusIndicator type={Status === "Enabled" ? "success" : "stopped"}>{Status}</StatusIndicator>
    ),
    value: ({ Status }) => Status,
    width: 130,
  },
  { id: "scope", header: "Scope", cell: scopeOf, value: scopeOf, width: 180 },
  { id: "actions", header: "Actions", cell: ruleInWords, value: ruleInWords, width: 420 },
];
