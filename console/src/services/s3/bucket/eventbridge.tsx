import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

/** Whether a bucket sends all its events to the default bus. */
export function BucketEventBridge({ bucket: Bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const notify = useNotify();
  const [choice, setChoice] = useState<"on" | "off">();
  const read = async () => {
    const { $metadata: _metadata, ...configuration } = await client.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    return configuration;
  };
  const isOn = useLive(`s3/eventbridge/${Bucket}`, async () => (await read()).EventBridgeConfiguration !== undefined);
  const save = useAction(async () => {
    await client.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          ...(await read()),
          EventBridgeConfiguration: choice === "on" ? {} : undefined,
        },
      }),
    );
    notify.success(`Successfully edited Amazon EventBridge settings of ${Bucket}.`);
    isOn.refresh();
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="For additional capabilities, use Amazon EventBridge to build event-driven applications at scale using S3 event notifications."
          actions={
            <Button
              ariaLabel="Edit Amazon EventBridge"
              disabled={isOn.data === undefined}
              onClick={() => setChoice(isOn.data ? "on" : "off")}
            >
              Edit
            </Button>
          }
        >
          Amazon EventBridge
        </Header>
      }
    >
      <ErrorAlert error={isOn.error} title="The setting could not be read" onRetry={isOn.refresh} />
      <KeyValuePairs
        items={[
          {
            label: "Send notifications to Amazon EventBridge for all events in this bucket",
            value: isOn.data === undefined ? "-" : isOn.data ? "On" : "Off",
          },
        ]}
      />
      {choice && (
        <EditDialog
          title="Edit Amazon EventBridge"
          action={save}
          failed="Amazon EventBridge could not be saved"
          onClose={() => setChoice(undefined)}
        >
          <RadioGroup
            ariaLabel="Send notifications to Amazon EventBridge for all events in this bucket"
            value={choice}
            items={[
              { value: "off", label: "Off" },
              { value: "on", label: "On" },
            ]}
            onChange={({ detail }) => setChoice(detail.value as "on" | "off")}
          />
        </EditDialog>
      )}
    </Container>
  );
}
