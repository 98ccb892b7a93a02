import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal, { type ModalProps } from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { Action } from "../live/use-action.ts";
import { ErrorAlert } from "../shell/error-alert.tsx";
import { Fields, useFormCheck } from "./field.tsx";

interface EditDialogProps {
  readonly title: string;
  readonly action: Action<[]>;
  readonly submit?: string;
  /** "The tags could not be saved". */
  readonly failed: string;
  /** What the form is made from is there. */
  readonly isReady?: boolean;
  readonly size?: ModalProps["size"];
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A small form over the page: Cancel, the primary button, the server's refusal; it closes itself after it has worked. */
export function EditDialog({
  title,
  action,
  submit = "Save changes",
  failed,
  isReady = true,
  size,
  onClose,
  children,
}: EditDialogProps) {
  const form = useFormCheck();
  const save = async () => {
    if (isReady && form.check() && (await action.run())) onClose();
  };
  return (
    <Modal
      visible
      header={title}
      size={size}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={action.isRunning} disabled={!isReady} onClick={() => void save()}>
              {submit}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <SpaceBetween size="l">
          <Fields form={form}>
            <SpaceBetween size="l">{children}</SpaceBetween>
          </Fields>
          {action.error !== undefined && <ErrorAlert error={action.error} title={failed} />}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
