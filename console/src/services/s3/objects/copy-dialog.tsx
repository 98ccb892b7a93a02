import { S3Client } from "@aws-sdk/client-s3";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useBucketChoices } from "../../../choices/buckets.ts";
import { ChoiceField } from "../../../choices/choice-field.tsx";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLongWork } from "../../../shell/long-work.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { s3Uri } from "../paths.ts";
import { type CopyRequest, copyObjects } from "./copy-objects.ts";
import type { Entry } from "./list-objects.ts";

interface CopyDialogProps {
  readonly bucket: string;
  /** The folder that is shown. */
  readonly prefix: string;
  readonly entries: readonly Entry[];
  readonly kind: "copy" | "move";
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** "Copy" and "Move": into a folder of this bucket or another. */
export function CopyDialog({ bucket, prefix, entries, kind, onClose, onChange }: CopyDialogProps) {
  const buckets = useBucketChoices();
  const run = useCopy(onChange);
  const [to, setTo] = useState(`arn:aws:s3:::${bucket}`);
  const [folder, setFolder] = useState(prefix);
  const toBucket = to.replace(/^arn:aws:s3:::/, "");
  const name = kind === "copy" ? "Copy" : "Move";
  const what = entries.length === 1 ? entries[0]!.name : `${entries.length} objects`;
  const isSame = toBucket === bucket && folder === prefix;
  const save = useAction(async () => {
    const toKey = ({ name: own }: Entry) => `${folder}${own}`;
    await run({ bucket, entries, toBucket, toKey, isMove: kind === "move" }, what, s3Uri(toBucket, folder));
  });
  return (
    <EditDialog title={`${name} ${what}`} submit={name} action={save} failed={`${name} failed`} onClose={onClose}>
      <ChoiceField
        label="Destination bucket"
        value={to}
        onChange={setTo}
        choices={buckets}
        problem={toBucket === "" ? "Choose a bucket." : undefined}
      />
      <Field
        label="Destination folder - optional"
        description="Empty for the top of the bucket. Metadata and tags go along; an object of that name is replaced."
        problem={
          folder !== "" && !folder.endsWith("/")
            ? "A folder ends with a slash: reports/2026/."
            : isSame
              ? "They are there already: enter another folder, or choose another bucket."
              : undefined
        }
      >
        <Input value={folder} spellcheck={false} onChange={({ detail }) => setFolder(detail.value)} />
      </Field>
    </EditDialog>
  );
}

/** "Rename": of an object or a folder. */
export function RenameDialog({ bucket, entry, onClose, onChange }: RenameDialogProps) {
  const run = useCopy(onChange);
  const before = entry.name.replace(/\/$/, "");
  const [name, setName] = useState(before);
  const folder = entry.key.slice(0, entry.key.length - entry.name.length);
  const toKey = () => `${folder}${name}${entry.isFolder ? "/" : ""}`;
  const save = useAction(() =>
    run({ bucket, entries: [entry], toBucket: bucket, toKey, isMove: true }, entry.name, s3Uri(bucket, toKey())),
  );
  return (
    <EditDialog title={`Rename ${entry.name}`} submit="Rename" action={save} failed="Renaming failed" onClose={onClose}>
      <Field
        label="New name"
        description={entry.isFolder ? "All that is in the folder is copied, and then deleted." : undefined}
        problem={checkNewName(name, before)}
      >
        <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </Field>
    </EditDialog>
  );
}

interface RenameDialogProps {
  readonly bucket: string;
  readonly entry: Entry;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

function useCopy(onChange: () => void) {
  const client = useClient(S3Client);
  const work = useLongWork();
  const notify = useNotify();
  return async (request: CopyRequest, what: string, to: string) => {
    const doing = request.isMove ? "Moving" : "Copying";
    try {
      const count = await work({
        title: `${doing} ${what}`,
        run: (report, signal) => copyObjects(client, request, report, signal),
      });
      const objects = count === 1 ? "1 object" : `${count} objects`;
      notify.success(`Successfully ${request.isMove ? "moved" : "copied"} ${objects} to ${to}.`);
    } finally {
      onChange();
    }
  };
}

function checkNewName(name: string, before: string): string | undefined {
  if (name === "" || name === before) return "Enter another name.";
  if (name.includes("/")) return "A name has no slash. Move it to put it into another folder.";
  return new TextEncoder().encode(name).length > 1_024 ? "A key has 1024 bytes at most." : undefined;
}
