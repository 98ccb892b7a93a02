import { LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type CodeUpload, CodeUploadField, toFunctionCode } from "../create/code-source.tsx";

interface UploadDialogProps {
  readonly name: string;
  readonly kind: CodeUpload["kind"];
  /** The editor has changes that are not deployed. */
  readonly losesEdits: boolean;
  readonly onClose: () => void;
  readonly onUploaded: () => void;
}

export function UploadDialog({ name, kind, losesEdits, onClose, onUploaded }: UploadDialogProps) {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const [upload, setUpload] = useState<CodeUpload>(kind === "zip" ? { kind, file: undefined } : { kind, url: "" });
  const save = useAction(async () => {
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ...(await toFunctionCode(upload)) }));
    notify.success(`Successfully updated the function ${name}.`);
    onUploaded();
  });
  return (
    <EditDialog
      title={kind === "zip" ? "Upload a .zip file" : "Upload a file from Amazon S3"}
      submit="Save"
      action={save}
      failed="The code could not be uploaded"
      onClose={onClose}
    >
      <Alert type="info">When you upload a new .zip file package, it overwrites the existing code of {name}.</Alert>
      {losesEdits && (
        <Alert type="warning">Your changes in the editor are not deployed. They are discarded with the upload.</Alert>
      )}
      <CodeUploadField upload={upload} onChange={setUpload} />
    </EditDialog>
  );
}
