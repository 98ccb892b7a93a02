import {
  DeletePolicyVersionCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  type PolicyVersion,
  SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import { useState } from "react";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { decodeDocument } from "../../../policy/policy-document.ts";
import { PolicyWords } from "../../../policy/policy-words.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";

interface PolicyVersionsProps {
  readonly arn: string;
  /** AWS's own cannot be changed. */
  readonly isOwn: boolean;
  readonly onChange: () => void;
}

/** The versions of a policy, of which one holds. */
export function PolicyVersions({ arn: PolicyArn, isOwn, onChange }: PolicyVersionsProps) {
  const client = useClient(IAMClient);
  const notify = useNotify();
  const [shown, setShown] = useState<string>();
  const versions = useLive(
    `iam/versions/${PolicyArn}`,
    async () => (await client.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions ?? [],
    { everyMs: 3_000 },
  );
  const setDefault = async ({ VersionId }: PolicyVersion) => {
    await client.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId })).then(
      () => notify.success(`Version ${VersionId} is the default now.`),
      (error: unknown) => notify.error("The default version could not be changed", error),
    );
    versions.refresh();
    onChange();
  };
  return (
    <>
      <PartTable<PolicyVersion>
        id="iam.versions"
        title="Policy versions"
        noun="versions"
        one="version"
        description="A policy has up to five versions; the default one holds."
        live={versions}
        columns={columns}
        rowId={({ VersionId = "" }) => VersionId}
        name={({ VersionId = "" }) => VersionId}
        empty="No versions."
        remove={
          isOwn
            ? {
                body: ({ VersionId }) => (
                  <>
                    Version <b>{VersionId}</b> is deleted for good. The default version cannot be deleted.
                  </>
                ),
                run: ({ VersionId }) => client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })),
              }
            : undefined
        }
        more={(selected) => (
          <>
            <Button disabled={!selected} onClick={() => setShown(selected?.VersionId)}>
              View
            </Button>
            {isOwn && (
              <Button
                disabled={!selected || selected.IsDefaultVersion}
                onClick={() => selected && void setDefault(selected)}
              >
                Set as default
              </Button>
            )}
          </>
        )}
      />
      {shown && <VersionDialog arn={PolicyArn} version={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

interface VersionDialogProps {
  readonly arn: string;
  readonly version: string;
  readonly onClose: () => void;
}

function VersionDialog({ arn: PolicyArn, version: VersionId, onClose }: VersionDialogProps) {
  const client = useClient(IAMClient);
  const document = useLive(
    `iam/version/${PolicyArn}/${VersionId}`,
    async () =>
      decodeDocument(
        (await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }))).PolicyVersion?.Document,
      ),
    { everyMs: Number.POSITIVE_INFINITY },
  );
  return (
    <Modal visible size="large" header={`Version ${VersionId}`} onDismiss={onClose}>
      <Loaded live={document} what="the version">
        {(text) => <PolicyWords policies={[{ name: VersionId, arn: undefined, document: text }]} />}
      </Loaded>
    </Modal>
  );
}

const columns: readonly Column<PolicyVersion>[] = [
  {
    id: "version",
    header: "Version",
    cell: ({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? " (default)" : ""}`,
    value: ({ VersionId }) => VersionId,
    width: 200,
  },
  {
    id: "created",
    header: "Creation time",
    cell: ({ CreateDate }) => formatTime(CreateDate),
    value: ({ CreateDate }) => toMs(CreateDate),
    width: 300,
  },
];
