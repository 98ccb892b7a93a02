import type { BreadcrumbGroupProps } from "@cloudscape-design/components/breadcrumb-group";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../form/edit-form.tsx";
import { useAction } from "../live/use-action.ts";
import { useNotify } from "../shell/notifications.tsx";
import { Page } from "../shell/page.tsx";
import { DescribedFields } from "./described-fields.tsx";
import type { Values } from "./field-checks.ts";
import type { FieldDescription } from "./field-description.ts";

export interface Section {
  readonly title: string;
  readonly description?: string;
  readonly fields: readonly FieldDescription[];
  readonly shown?: (values: Values) => boolean;
}

interface CreatePageProps {
  readonly title: string;
  readonly breadcrumbs: readonly BreadcrumbGroupProps.Item[];
  readonly sections: readonly Section[];
  readonly initial: Values;
  readonly submit: string;
  readonly cancelTo: string;
  readonly failed: string;
  /** Makes it, and says where it is shown and what the user is told. Without a place the page stays. */
  readonly save: (values: Values) => Promise<{ readonly to?: string; readonly done: string }>;
  /** Below the fields, of what they hold. */
  readonly children?: (values: Values, setValues: (values: Values) => void) => ReactNode;
}

/** A page that makes or changes something: its fields in sections, from their descriptions. */
export function CreatePage(props: CreatePageProps) {
  const { title, breadcrumbs, sections, initial, submit, cancelTo, failed, save, children } = props;
  const navigate = useNavigate();
  const notify = useNotify();
  const [values, setValues] = useState(initial);
  const action = useAction(async () => {
    const { to, done } = await save(values);
    if (to !== undefined) await navigate(to);
    notify.success(done);
  });
  return (
    <Page title={title} breadcrumbs={breadcrumbs}>
      <EditForm action={action} submit={submit} cancelTo={cancelTo} failed={failed}>
        {sections
          .filter(({ shown }) => shown?.(values) ?? true)
          .map((section) => (
            <Container
              key={section.title}
              header={
                <Header variant="h2" description={section.description}>
                  {section.title}
                </Header>
              }
            >
              <DescribedFields fields={section.fields} values={values} onChange={setValues} />
            </Container>
          ))}
        {children?.(values, setValues)}
      </EditForm>
    </Page>
  );
}
