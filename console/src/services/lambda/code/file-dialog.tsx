import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";

interface FileDialogProps {
  readonly title: string;
  readonly action: string;
  readonly initial?: string;
  readonly taken: Readonly<Record<string, unknown>>;
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
}

/** Asks for a file's path; folders come with it. */
export function FileDialog({ title, action, initial = "", taken, onChoose, onClose }: FileDialogProps) {
  const [path, setPath] = useState(initial);
  const choose = useAction(async () => {
    if (path !== initial) onChoose(path);
  });
  return (
    <EditDialog title={title} submit={action} action={choose} failed="The path could not be used" onClose={onClose}>
      <Field label="Path" constraintText="For example: lib/pictures.py" problem={checkPath(path, initial, taken)}>
        <Input value={path} autoFocus spellcheck={false} onChange={({ detail }) => setPath(detail.value)} />
      </Field>
    </EditDialog>
  );
}

function checkPath(path: string, initial: string, taken: Readonly<Record<string, unknown>>): string | undefined {
  if (path === "") return "Enter a path.";
  if (path === initial) return undefined;
  if (path.startsWith("/") || path.endsWith("/") || path.split("/").some((part) => part === "" || part === "..")) {
    return "A path has names between single slashes.";
  }
  return Object.hasOwn(taken, path) ? "There is a file of this name." : undefined;
}
