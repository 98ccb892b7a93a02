import { LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type CodeUpload, CodeUploadField, isUploadComplete, toFunctionCode } from "../create/code-source.tsx";

interface UploadDialogProps {
  readonly name: string;
  readonly kind: CodeUpload["kind"];
  readonly onClose: () => void;
  readonly onUploaded: () => void;
}

export function UploadDialog({ name, kind, onClose, onUploaded }: UploadDialogProps) {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const [upload, setUpload] = useState<CodeUpload>(kind === "zip" ? { kind, file: undefined } : { kind, url: "" });
  const save = useAction(async () => {
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ...(await toFunctionCode(upload)) }));
    notify.success(`Successfully updated the function ${name}.`);
    onUploaded();
    onClose();
  });
  return (
    <Modal
      visible
      header={kind === "zip" ? "Upload a .zip file" : "Upload a file from Amazon S3"}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              disabled={!isUploadComplete(upload)}
              loading={save.isRunning}
              onClick={() => void save.run()}
            >
              Save
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="info">When you upload a new .zip file package, it overwrites the existing code of {name}.</Alert>
        <CodeUploadField upload={upload} onChange={setUpload} />
        <ErrorAlert error={save.error} title="The code could not be uploaded" />
      </SpaceBetween>
    </Modal>
  );
}
