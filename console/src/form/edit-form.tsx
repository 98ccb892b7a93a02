import Button from "@cloudscape-design/components/button";
import Form from "@cloudscape-design/components/form";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import type { Action } from "../live/use-action.ts";
import { ErrorAlert } from "../shell/error-alert.tsx";
import { Fields, useFormCheck } from "./field.tsx";

interface EditFormProps {
  readonly children: ReactNode;
  readonly action: Action<[]>;
  /** "Create function", "Save". */
  readonly submit: string;
  /** Where Cancel leads. */
  readonly cancelTo: string;
  /** "The function could not be created". */
  readonly failed: string;
  /** What the form is made from is there. */
  readonly isReady?: boolean;
  readonly secondary?: ReactNode;
}

/** A page's form: its parts, the server's refusal, Cancel and the one primary button; Enter submits. */
export function EditForm({ children, action, submit, cancelTo, failed, isReady = true, secondary }: EditFormProps) {
  const navigate = useNavigate();
  const form = useFormCheck();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && form.check()) void action.run();
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" variant="link" onClick={() => void navigate(cancelTo)}>
              Cancel
            </Button>
            {secondary}
            <Button variant="primary" loading={action.isRunning} disabled={!isReady}>
              {submit}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          <Fields form={form}>
            <SpaceBetween size="l">{children}</SpaceBetween>
          </Fields>
          {action.error !== undefined && <ErrorAlert error={action.error} title={failed} />}
        </SpaceBetween>
      </Form>
    </form>
  );
}
