import {
  DescribeSnapshotAttributeCommand,
  EC2Client,
  GetSnapshotBlockPublicAccessStateCommand,
  ModifySnapshotAttributeCommand,
} from "@aws-sdk/client-ec2";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

interface Sharing {
  readonly isPublic: boolean;
  readonly accounts: readonly string[];
  readonly block: string;
}

/** Who else may make volumes of a snapshot. */
export function Permissions({ id }: { readonly id: string }) {
  const client = useClient(EC2Client);
  const [edited, setEdited] = useState<Sharing>();
  const live = useLive(`ec2/snapshots/${id}/permissions`, async (abortSignal): Promise<Sharing> => {
    const asked = new DescribeSnapshotAttributeCommand({ SnapshotId: id, Attribute: "createVolumePermission" });
    const [{ CreateVolumePermissions = [] }, { State = "unblocked" }] = await Promise.all([
      client.send(asked, { abortSignal }),
      client.send(new GetSnapshotBlockPublicAccessStateCommand({}), { abortSignal }),
    ]);
    return {
      isPublic: CreateVolumePermissions.some(({ Group }) => Group === "all"),
      accounts: CreateVolumePermissions.flatMap(({ UserId }) => UserId ?? []),
      block: State,
    };
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button disabled={!live.data} onClick={() => setEdited(live.data)}>
              Modify permissions
            </Button>
          }
        >
          Permissions
        </Header>
      }
    >
      <Loaded live={live} what="the permissions">
        {({ isPublic, accounts, block }) => (
          <KeyValuePairs
            columns={3}
            items={[
              { label: "Sharing", value: isPublic ? "Public" : accounts.length > 0 ? "Shared" : "Private" },
              { label: "Shared accounts", value: accounts.join(", ") || "-" },
              { label: "Block public access in this Region", value: block },
            ]}
          />
        )}
      </Loaded>
      {edited && (
        <PermissionsDialog id={id} before={edited} onClose={() => setEdited(undefined)} onSaved={live.refresh} />
      )}
    </Container>
  );
}

interface PermissionsDialogProps {
  readonly id: string;
  readonly before: Sharing;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

function PermissionsDialog({ id, before, onClose, onSaved }: PermissionsDialogProps) {
  const client = useClient(EC2Client);
  const notify = useNotify();
  const [isPublic, setPublic] = useState(before.isPublic);
  const [text, setText] = useState(before.accounts.join("\n"));
  const accounts = text.split(/[\s,]+/).filter((each) => each !== "");
  const save = useAction(async () => {
    const added = accounts.filter((each) => !before.accounts.includes(each)).map((UserId) => ({ UserId }));
    const removed = before.accounts.filter((each) => !accounts.includes(each)).map((UserId) => ({ UserId }));
    const all = [{ Group: "all" as const }];
    const Add = [...added, ...(isPublic && !before.isPublic ? all : [])];
    const Remove = [...removed, ...(!isPublic && before.isPublic ? all : [])];
    if (Add.length + Remove.length > 0)
      await client.send(
        new ModifySnapshotAttributeCommand({ SnapshotId: id, CreateVolumePermission: { Add, Remove } }),
      );
    notify.success(`Successfully modified the permissions of ${id}.`);
    onSaved();
  });
  return (
    <EditDialog
      title="Modify permissions"
      action={save}
      failed="The permissions could not be modified"
      onClose={onClose}
    >
      <Field label="Sharing options" problem={undefined}>
        <RadioGroup
          value={isPublic ? "public" : "private"}
          items={[
            { value: "private", label: "Private", description: "This account, and those below." },
            { value: "public", label: "Public", description: "Every account may make volumes of it." },
          ]}
          onChange={({ detail }) => setPublic(detail.value === "public")}
        />
      </Field>
      <Field
        label="Shared accounts"
        description="Account IDs of 12 digits, one a line."
        problem={accounts.every((each) => /^\d{12}$/.test(each)) ? undefined : "An account's ID has 12 digits."}
      >
        <Textarea value={text} rows={4} onChange={({ detail }) => setText(detail.value)} />
      </Field>
    </EditDialog>
  );
}
