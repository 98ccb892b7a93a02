import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { Fields, useFormCheck } from "../../form/field.tsx";
import type { Action } from "../../live/use-action.ts";
import { ErrorAlert } from "../error-alert.tsx";

interface SignInFormProps {
  readonly title: string;
  readonly submit: string;
  readonly failed: string;
  readonly action: Action<[]>;
  readonly children: ReactNode;
}

/** What the forms before a session have in common: heading, refusal, one button. */
export function SignInForm({ title, submit, failed, action, children }: SignInFormProps) {
  const form = useFormCheck();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (form.check()) void action.run();
      }}
    >
      <Form
        actions={
          <Button variant="primary" formAction="submit" loading={action.isRunning}>
            {submit}
          </Button>
        }
      >
        <Container header={<Header variant="h1">{title}</Header>}>
          <SpaceBetween size="m">
            <ErrorAlert error={action.error} title={failed} />
            <Fields form={form}>
              <SpaceBetween size="m">{children}</SpaceBetween>
            </Fields>
          </SpaceBetween>
        </Container>
      </Form>
    </form>
  );
}
