import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { policyInWords } from "../../../policy/in-words.ts";
import { PolicyDialog } from "../../../policy/policy-dialog.tsx";
import { formatJson, parseDocument } from "../../../policy/policy-document.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { Cors } from "./cors.tsx";
import { orNone } from "./or-none.ts";
import { Ownership } from "./ownership.tsx";
import { isAllBlocked, isNoneBlocked, PublicAccessFields, toAccess } from "./public-access-fields.tsx";

export function PermissionsTab({ bucket }: { bucket: string }) {
  return (
    <SpaceBetween size="l">
      <PublicAccess bucket={bucket} />
      <Policy bucket={bucket} />
      <Ownership bucket={bucket} />
      <Cors bucket={bucket} />
    </SpaceBetween>
  );
}

function PublicAccess({ bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const notify = useNotify();
  const [edited, setEdited] = useState<ReturnType<typeof toAccess>>();
  const block = useLive(
    `s3/public-access/${bucket}`,
    () =>
      orNone(
        client
          .send(new GetPublicAccessBlockCommand({ Bucket: bucket }))
          .then((answer) => toAccess(answer.PublicAccessBlockConfiguration)),
        toAccess(undefined),
      ),
    { everyMs: 20_000 },
  );
  const save = useAction(async () => {
    if (!edited) return;
    if (isNoneBlocked(edited)) await client.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
    else
      await client.send(
        new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: { ...edited } }),
      );
    notify.success(`Successfully edited Block Public Access settings of ${bucket}.`);
    block.refresh();
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button disabled={!block.data} ariaLabel="Edit Block public access" onClick={() => setEdited(block.data)}>
              Edit
            </Button>
          }
        >
          Block public access (bucket settings)
        </Header>
      }
    >
      <ErrorAlert error={block.error} title="The settings could not be read" onRetry={block.refresh} />
      {block.data && (
        <KeyValuePairs
          items={[
            {
              label: "Block all public access",
              value: isAllBlocked(block.data) ? "On" : isNoneBlocked(block.data) ? "Off" : "Partly on",
            },
          ]}
        />
      )}
      {edited && (
        <EditDialog
          title="Edit Block public access (bucket settings)"
          size="large"
          action={save}
          failed="The settings could not be saved"
          onClose={() => setEdited(undefined)}
        >
          <PublicAccessFields access={edited} onChange={setEdited} />
        </EditDialog>
      )}
    </Container>
  );
}

function Policy({ bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const notify = useNotify();
  const confirmed = useConfirmed();
  const [isEditing, setEditing] = useState(false);
  const policy = useLive(
    `s3/policy/${bucket}`,
    () =>
      orNone(
        client.send(new GetBucketPolicyCommand({ Bucket: bucket })).then(({ Policy: text = "" }) => formatJson(text)),
        "",
      ),
    { everyMs: 20_000 },
  );
  const remove = async () => {
    await confirmed(
      {
        title: `Delete the policy of bucket ${bucket}?`,
        body: (
          <>
            Whoever only the policy of <b>{bucket}</b> lets in loses access.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeleteBucketPolicyCommand({ Bucket: bucket })),
      {
        done: `Successfully deleted the policy of ${bucket}.`,
        failed: "The policy could not be deleted",
        onChange: policy.refresh,
      },
    );
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The bucket policy, written in JSON, provides access to the objects stored in the bucket."
          actions={
            policy.data !== undefined && (
              <SpaceBetween direction="horizontal" size="xs">
                <Button ariaLabel="Edit bucket policy" onClick={() => setEditing(true)}>
                  Edit
                </Button>
                <Button ariaLabel="Delete bucket policy" disabled={!policy.data} onClick={() => void remove()}>
                  Delete
                </Button>
              </SpaceBetween>
            )
          }
        >
          Bucket policy
        </Header>
      }
    >
      <ErrorAlert error={policy.error} title="The policy could not be read" onRetry={policy.refresh} />
      {policy.data === "" && <Box color="text-body-secondary">No policy to display.</Box>}
      {policy.data && (
        <SpaceBetween size="s">
          <ul className="squall-words">
            {policyInWords(parseDocument(policy.data)).map((sentence) => (
              <li key={sentence} className="squall-anywhere">
                {sentence}
              </li>
            ))}
          </ul>
          <pre className="squall-pre">{policy.data}</pre>
        </SpaceBetween>
      )}
      {isEditing && (
        <PolicyDialog
          title={`Edit bucket policy of ${bucket}`}
          document={policy.data || emptyPolicy(bucket)}
          save={async (document) => {
            await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: document }));
            notify.success(`Successfully edited bucket policy of ${bucket}.`);
            policy.refresh();
          }}
          onClose={() => setEditing(false)}
        />
      )}
    </Container>
  );
}

function emptyPolicy(bucket: string): string {
  return JSON.stringify(
    {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Statement1",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["s3:GetObject"],
          Resource: [`arn:aws:s3:::${bucket}/*`],
        },
      ],
    },
    undefined,
    2,
  );
}
