import {
  DescribeLockedSnapshotsCommand,
  EC2Client,
  LockSnapshotCommand,
  UnlockSnapshotCommand,
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
import { type Live, useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { formatTime } from "../../../text/times.ts";
import { problemOf } from "../volumes/volume-shape.tsx";

/** What keeps a snapshot from being deleted. */
export function Lock({ id }: { readonly id: string }) {
  const client = useClient(EC2Client);
  const confirmed = useConfirmed();
  const [isOpen, setOpen] = useState(false);
  const live = useLive(`ec2/snapshots/${id}/lock`, async (abortSignal) => {
    const asked = new DescribeLockedSnapshotsCommand({ SnapshotIds: [id] });
    return { lock: (await client.send(asked, { abortSignal })).Snapshots?.[0] };
  });
  const lock = live.data?.lock;
  const unlock = () =>
    confirmed(
      { title: `Unlock ${id}?`, body: <>It can be deleted then.</>, action: "Unlock" },
      () => client.send(new UnlockSnapshotCommand({ SnapshotId: id })),
      { done: `Snapshot ${id} is unlocked.`, failed: `${id} could not be unlocked`, onChange: live.refresh },
    );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="A locked snapshot can't be deleted by anybody until its lock expires."
          actions={
            <div className="squall-actions">
              <Button disabled={!lock} onClick={() => void unlock()}>
                Unlock
              </Button>
              <Button disabled={!live.data} onClick={() => setOpen(true)}>
                Manage snapshot lock
              </Button>
            </div>
          }
        >
          Snapshot lock
        </Header>
      }
    >
      <Loaded live={live} what="the lock">
        {({ lock: found }) =>
          found ? (
            <KeyValuePairs
              columns={4}
              items={[
                { label: "Lock state", value: found.LockState },
                { label: "Lock duration", value: `${found.LockDuration} days` },
                { label: "Locked", value: formatTime(found.LockCreatedOn?.getTime()) },
                { label: "Lock expires", value: formatTime(found.LockExpiresOn?.getTime()) },
                { label: "Cooling-off period expires", value: formatTime(found.CoolOffPeriodExpiresOn?.getTime()) },
              ]}
            />
          ) : (
            "The snapshot is not locked."
          )
        }
      </Loaded>
      {isOpen && <LockDialog id={id} live={live} onClose={() => setOpen(false)} />}
    </Container>
  );
}

interface LockDialogProps {
  readonly id: string;
  readonly live: Live<unknown>;
  readonly onClose: () => void;
}

function LockDialog({ id, live, onClose }: LockDialogProps) {
  const client = useClient(EC2Client);
  const notify = useNotify();
  const [mode, setMode] = useState<"governance" | "compliance">("governance");
  const [days, setDays] = useState("1");
  const [hours, setHours] = useState("");
  const save = useAction(async () => {
    await client.send(
      new LockSnapshotCommand({
        SnapshotId: id,
        LockMode: mode,
        LockDuration: Number(days),
        CoolOffPeriod: mode === "compliance" && hours !== "" ? Number(hours) : undefined,
      }),
    );
    notify.success(`Snapshot ${id} is locked.`);
    live.refresh();
  });
  return (
    <EditDialog
      title="Manage snapshot lock"
      action={save}
      submit="Save lock settings"
      failed="The snapshot could not be locked"
      onClose={onClose}
    >
      <Field label="Lock mode" problem={undefined}>
        <RadioGroup
          value={mode}
          items={[
            {
              value: "governance",
              label: "Governance mode",
              description: "Users with the permission can unlock it or change the lock.",
            },
            {
              value: "compliance",
              label: "Compliance mode",
              description: "After its cooling-off period nobody can unlock it; the lock can only be extended.",
            },
          ]}
          onChange={({ detail }) => setMode(detail.value as "governance")}
        />
      </Field>
      <Field label="Lock duration (days)" problem={problemOf(days)}>
        <Input type="number" value={days} onChange={({ detail }) => setDays(detail.value)} />
      </Field>
      {mode === "compliance" && (
        <Field label="Cooling-off period (hours) - optional" problem={hours === "" ? undefined : problemOf(hours)}>
          <Input type="number" value={hours} onChange={({ detail }) => setHours(detail.value)} />
        </Field>
      )}
    </EditDialog>
  );
}
