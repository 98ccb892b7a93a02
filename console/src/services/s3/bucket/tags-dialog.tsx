import { DeleteBucketTaggingCommand, PutBucketTaggingCommand, S3Client, type Tag } from "@aws-sdk/client-s3";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { fromPairs, type Pair, PairsEditor } from "../../../form/pairs-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

interface TagsDialogProps {
  readonly bucket: string;
  readonly tags: readonly Tag[];
  readonly onClose: () => void;
  readonly onChange: () => void;
}

export function TagsDialog({ bucket, tags, onClose, onChange }: TagsDialogProps) {
  const client = useClient(S3Client);
  const notify = useNotify();
  const [pairs, setPairs] = useState<readonly Pair[]>(() =>
    tags.map(({ Key: key = "", Value: value = "" }) => ({ key, value })),
  );
  const save = useAction(async () => {
    const TagSet = Object.entries(fromPairs(pairs)).map(([Key, Value]) => ({ Key, Value }));
    if (TagSet.length > 0) await client.send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet } }));
    else await client.send(new DeleteBucketTaggingCommand({ Bucket: bucket }));
    notify.success(`Successfully edited the tags of ${bucket}.`);
    onChange();
  });
  return (
    <EditDialog title="Edit tags" size="large" action={save} failed="The tags could not be saved" onClose={onClose}>
      <PairsEditor
        pairs={pairs}
        onChange={setPairs}
        addText="Add tag"
        emptyText="No tags associated with this resource."
      />
    </EditDialog>
  );
}
