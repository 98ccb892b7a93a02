import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Field } from "../../../../form/field.tsx";
import { useLive } from "../../../../live/use-live.ts";
import { everyUpload, NotificationFields } from "../../../../notification/notification-fields.tsx";
import { newNotificationId, putNotification } from "../../../../notification/put-notification.ts";
import { RouteLink } from "../../../../shell/links.tsx";
import { useClient, useSession } from "../../../../shell/session-provider.tsx";
import type { SourceProps } from "./adder.ts";

export default function S3Source({ functionArn, onChange }: SourceProps) {
  const { account, client } = useSession();
  const [bucket, setBucket] = useState("");
  const [filter, setFilter] = useState(everyUpload);
  const [isAcknowledged, setAcknowledged] = useState(false);
  onChange(async () => {
    const id = newNotificationId();
    await putNotification(client, { bucket, account, destination: functionArn, id, filter, isAllowed: true });
    return bucket;
  });
  return (
    <SpaceBetween size="l">
      <BucketField bucket={bucket} onChange={setBucket} />
      <NotificationFields filter={filter} onChange={setFilter} />
      <Field label="Recursive invocation" problem={isAcknowledged ? undefined : "Read and acknowledge this."}>
        <SpaceBetween size="s">
          <Alert type="info">
            If your function writes objects to an S3 bucket, ensure that you are using different S3 buckets for input
            and output. Writing to the same bucket increases the risk of creating a recursive invocation, which can
            result in increased Lambda usage and increased costs.
          </Alert>
          <Checkbox checked={isAcknowledged} onChange={({ detail }) => setAcknowledged(detail.checked)}>
            I acknowledge that using the same S3 bucket for both input and output is not recommended and that this
            configuration can cause recursive invocations, increased Lambda usage, and increased costs.
          </Checkbox>
        </SpaceBetween>
      </Field>
      <Box color="text-body-secondary">
        Lambda will add the necessary permissions for AWS S3 to invoke your Lambda function from this trigger.
      </Box>
    </SpaceBetween>
  );
}

function BucketField({ bucket, onChange }: { bucket: string; onChange: (bucket: string) => void }) {
  const client = useClient(S3Client);
  const { region } = useSession();
  const buckets = useLive("s3/bucket-names", async () => (await client.send(new ListBucketsCommand({}))).Buckets ?? []);
  const options = (buckets.data ?? []).map(({ Name = "" }) => ({ value: Name, label: `s3/${Name}` }));
  return (
    <Field
      label="Bucket"
      description="Choose the S3 bucket that serves as the event source. The bucket must be in the same region as the function."
      constraintText={`Bucket region: ${region}`}
      problem={bucket === "" ? "Choose a bucket." : undefined}
    >
      <Select
        ariaLabel="Bucket"
        placeholder="Choose a bucket"
        options={options}
        selectedOption={options.find(({ value }) => value === bucket) ?? null}
        filteringType={options.length > 7 ? "auto" : "none"}
        statusType={buckets.isLoading ? "loading" : buckets.error ? "error" : "finished"}
        errorText="The buckets could not be read."
        empty={
          <>
            No bucket. <RouteLink href="/console/s3/create">Create a bucket</RouteLink> first.
          </>
        }
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </Field>
  );
}
