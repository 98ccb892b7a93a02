import {
  type AccessKey,
  type AccessKeyMetadata,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useLive } from "../../live/use-live.ts";
import { useConfirm } from "../../shell/confirm.tsx";
import { useNotify } from "../../shell/notifications.tsx";
import { useClient } from "../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../table/resource-table.tsx";
import { formatTime, toMs } from "../../text/times.ts";
import { KeyActivity } from "./last-used/last-activity.tsx";

/** A user's access keys. The secret is shown once, right after the key is made: IAM does not tell it again. */
export function AccessKeys({ user }: { user: string }) {
  const client = useClient(IAMClient);
  const confirm = useConfirm();
  const notify = useNotify();
  const [created, setCreated] = useState<AccessKey>();
  const keys = useLive(
    `iam/keys/${user}`,
    async () => (await client.send(new ListAccessKeysCommand({ UserName: user }))).AccessKeyMetadata ?? [],
  );
  const change = async (what: string, work: () => Promise<unknown>) => {
    await work().then(
      () => notify.success(what),
      (error: unknown) => notify.error("The access key could not be changed", error),
    );
    keys.refresh();
  };
  const create = () =>
    change(`An access key of ${user} was created.`, async () => {
      setCreated((await client.send(new CreateAccessKeyCommand({ UserName: user }))).AccessKey);
    });
  const toggle = ({ AccessKeyId, Status }: AccessKeyMetadata) => {
    const next = Status === "Active" ? "Inactive" : "Active";
    return change(`Access key ${AccessKeyId} is ${next.toLowerCase()}.`, () =>
      client.send(new UpdateAccessKeyCommand({ UserName: user, AccessKeyId, Status: next })),
    );
  };
  const remove = async ({ AccessKeyId = "" }: AccessKeyMetadata) => {
    const isMeant = await confirm({
      title: `Delete access key ${AccessKeyId}?`,
      body: (
        <>
          Clients that sign with <b>{AccessKeyId}</b> are refused from then on.
        </>
      ),
      action: "Delete",
      typed: AccessKeyId,
    });
    if (isMeant)
      await change(`Access key ${AccessKeyId} was deleted.`, () =>
        client.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId })),
      );
  };
  return (
    <SpaceBetween size="l">
      {created && <NewKey accessKey={created} onDismiss={() => setCreated(undefined)} />}
      <ResourceTable
        id="iam.keys"
        title="Access keys"
        noun="access keys"
        description="Use access keys to send programmatic calls from the AWS CLI and SDKs. You can have a maximum of two."
        live={keys}
        columns={columns}
        rowId={({ AccessKeyId = "" }) => AccessKeyId}
        select="single"
        empty={{ text: "No access keys.", action: <Button onClick={() => void create()}>Create access key</Button> }}
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => selected && void toggle(selected)}>
              {selected?.Status === "Inactive" ? "Activate" : "Deactivate"}
            </Button>
            <Button disabled={!selected} onClick={() => selected && void remove(selected)}>
              Delete
            </Button>
            <Button onClick={() => void create()}>Create access key</Button>
          </>
        )}
      />
    </SpaceBetween>
  );
}

function NewKey({ accessKey, onDismiss }: { accessKey: AccessKey; onDismiss: () => void }) {
  const copy = (text: string, what: string) => (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy ${what}`}
      copySuccessText={`${what} copied`}
      copyErrorText="The browser refused to copy"
    />
  );
  return (
    <Alert type="success" dismissible dismissAriaLabel="Dismiss" onDismiss={onDismiss} header="Retrieve access keys">
      <SpaceBetween size="s">
        <span>This is the only time that the secret access key can be viewed. Store it now.</span>
        <KeyValuePairs
          columns={2}
          items={[
            { label: "Access key", value: copy(accessKey.AccessKeyId ?? "", "access key") },
            {
              label: "Secret access key",
              value: (
                <span className="squall-anywhere">{copy(accessKey.SecretAccessKey ?? "", "secret access key")}</span>
              ),
            },
          ]}
        />
      </SpaceBetween>
    </Alert>
  );
}

const columns: readonly Column<AccessKeyMetadata>[] = [
  {
    id: "id",
    header: "Access key ID",
    cell: ({ AccessKeyId }) => AccessKeyId,
    value: ({ AccessKeyId }) => AccessKeyId,
    width: 260,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ Status }) => (
      <StatusIndicator type={Status === "Active" ? "success" : "stopped"}>{Status}</StatusIndicator>
    ),
    value: ({ Status }) => Status,
    width: 140,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ CreateDate }) => formatTime(CreateDate),
    value: ({ CreateDate }) => toMs(CreateDate),
    width: 300,
  },
  {
    id: "used",
    header: "Last used",
    cell: ({ AccessKeyId = "" }) => <KeyActivity id={AccessKeyId} />,
    width: 240,
  },
];
