import {
  type CORSRule,
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { CorsDialog } from "./cors-dialog.tsx";
import { orNone } from "./or-none.ts";

/** "Cross-origin resource sharing (CORS)": the rules in JSON, as AWS's page has them. */
export function Cors({ bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const notify = useNotify();
  const [isEditing, setEditing] = useState(false);
  const cors = useLive(
    `s3/cors/${bucket}`,
    () =>
      orNone(
        client.send(new GetBucketCorsCommand({ Bucket: bucket })).then(({ CORSRules = [] }) => toText(CORSRules)),
        "",
      ),
    { everyMs: 20_000 },
  );
  const save = async (rules: readonly CORSRule[]) => {
    if (rules.length === 0) await client.send(new DeleteBucketCorsCommand({ Bucket: bucket }));
    else await client.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [...rules] } }));
    notify.success(`Successfully edited cross-origin resource sharing (CORS) of ${bucket}.`);
    cors.refresh();
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The CORS configuration, written in JSON, defines a way for client web applications that are loaded in one domain to interact with resources in a different domain."
          actions={
            <Button
              disabled={cors.data === undefined}
              ariaLabel="Edit cross-origin resource sharing"
              onClick={() => setEditing(true)}
            >
              Edit
            </Button>
          }
        >
          Cross-origin resource sharing (CORS)
        </Header>
      }
    >
      <ErrorAlert error={cors.error} title="The CORS configuration could not be read" onRetry={cors.refresh} />
      {cors.data === "" && <Box color="text-body-secondary">No configurations to display.</Box>}
      {cors.data && <pre className="squall-pre">{cors.data}</pre>}
      {isEditing && (
        <CorsDialog bucket={bucket} rules={cors.data ?? ""} save={save} onClose={() => setEditing(false)} />
      )}
    </Container>
  );
}

function toText(rules: readonly CORSRule[]): string {
  return JSON.stringify(rules, undefined, 2);
}
