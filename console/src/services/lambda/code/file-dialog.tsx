import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

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
  const error = checkPath(path, initial, taken);
  const choose = () => {
    if (error || path === "") return;
    onChoose(path);
    onClose();
  };
  return (
    <Modal
      visible
      header={title}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" disabled={path === "" || error !== undefined} onClick={choose}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          choose();
        }}
      >
        <FormField label="Path" constraintText="For example: lib/pictures.py" errorText={error}>
          <Input value={path} autoFocus spellcheck={false} onChange={({ detail }) => setPath(detail.value)} />
        </FormField>
      </form>
    </Modal>
  );
}

function checkPath(path: string, initial: string, taken: Readonly<Record<string, unknown>>): string | undefined {
  if (path === "" || path === initial) return undefined;
  if (path.startsWith("/") || path.endsWith("/") || path.split("/").some((part) => part === "" || part === "..")) {
    return "A path has names between single slashes.";
  }
  return path in taken ? "There is a file of this name." : undefined;
}
