import {
  DescribeSnapshotTierStatusCommand,
  EC2Client,
  ModifySnapshotTierCommand,
  RestoreSnapshotTierCommand,
} from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { formatTime } from "../../../text/times.ts";
import { problemOf } from "../volumes/volume-shape.tsx";

/** Where a snapshot is kept, and how far it has come to the other tier. */
export function StorageTier({ id }: { readonly id: string }) {
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const [isOpen, setOpen] = useState(false);
  const live = useLive(`ec2/snapshots/${id}/tier`, async (abortSignal) => {
    const asked = new DescribeSnapshotTierStatusCommand({ Filters: [{ Name: "snapshot-id", Values: [id] }] });
    return { status: (await client.send(asked, { abortSignal })).SnapshotTierStatuses?.[0] };
  });
  const status = live.data?.status;
  const isMoving = status?.LastTieringOperationStatus?.endsWith("in-progress") ?? false;
  const isArchived = status?.ArchivalCompleteTime !== undefined;
  const archive = () =>
    confirmed(
      {
        title: `Archive ${id}?`,
        body: <>Nothing can be read of it until it is restored. It is billed for 90 days at least.</>,
        action: "Archive",
      },
      () => client.send(new ModifySnapshotTierCommand({ SnapshotId: id, StorageTier: "archive" })),
      { done: `Snapshot ${id} is being archived.`, failed: `${id} could not be archived`, onChange: live.refresh },
    );
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <div className="squall-actions">
              <Button disabled={!status || isMoving || isArchived} onClick={() => void archive()}>
                Archive snapshot
              </Button>
              <Button disabled={isMoving || !isArchived} onClick={() => setOpen(true)}>
                Restore snapshot from archive
              </Button>
            </div>
          }
        >
          Storage tier
        </Header>
      }
    >
      <Loaded live={live} what="the storage tier">
        {({ status: found }) => (
          <KeyValuePairs
            columns={4}
            items={[
              { label: "Storage tier", value: found?.StorageTier === "archive" ? "Archive" : "Standard" },
              { label: "Last tier change", value: found?.LastTieringOperationStatus ?? "-" },
              { label: "Last tier change started", value: formatTime(found?.LastTieringStartTime?.getTime()) },
              { label: "Temporary restore expires", value: formatTime(found?.RestoreExpiryTime?.getTime()) },
            ]}
          />
        )}
      </Loaded>
      {isOpen && <RestoreDialog id={id} onDone={live.refresh} onClose={() => setOpen(false)} />}
    </Container>
  );
}

interface RestoreDialogProps {
  readonly id: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function RestoreDialog({ id, onDone, onClose }: RestoreDialogProps) {
  const client = useClient(EC2Client);
  const notify = useNotify();
  const [kind, setKind] = useState("temporary");
  const [days, setDays] = useState("1");
  const restore = useAction(async () => {
    const how = kind === "temporary" ? { TemporaryRestoreDays: Number(days) } : { PermanentRestore: true };
    await client.send(new RestoreSnapshotTierCommand({ SnapshotId: id, ...how }));
    notify.success(`Snapshot ${id} is being restored.`);
    onDone();
  });
  return (
    <EditDialog
      title="Restore snapshot from archive"
      action={restore}
      submit="Restore snapshot"
      failed="The snapshot could not be restored"
      onClose={onClose}
    >
      <Field label="Restore type" problem={undefined}>
        <RadioGroup
          value={kind}
          items={[
            { value: "temporary", label: "Temporary" },
            { value: "permanent", label: "Permanent" },
          ]}
          onChange={({ detail }) => setKind(detail.value)}
        />
      </Field>
      {kind === "temporary" && (
        <Field label="Temporary restore period (days)" problem={problemOf(days)}>
          <Input type="number" value={days} onChange={({ detail }) => setDays(detail.value)} />
        </Field>
      )}
    </EditDialog>
  );
}
