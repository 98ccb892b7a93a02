import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import { type ReactNode, useState } from "react";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import type { Live } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";

interface SettingProps<T, F> {
  readonly title: string;
  readonly description?: string;
  readonly live: Live<T>;
  readonly shown: (value: T) => readonly KeyValuePairsProps.Item[];
  /** The form as it begins. */
  readonly toForm: (value: T) => F;
  readonly fields: (form: F, change: (part: Partial<F>) => void, value: T) => ReactNode;
  readonly save: (form: F) => Promise<unknown>;
  /** Why it cannot be edited. */
  readonly locked?: (value: T) => boolean;
}

/** One setting of a bucket: what it is, and the form over the page that changes it. */
export function Setting<T, F extends object>(props: SettingProps<T, F>) {
  const { title, description, live, shown, toForm, fields, save, locked } = props;
  const notify = useNotify();
  const [form, setForm] = useState<F>();
  const action = useAction(async () => {
    if (form === undefined) return;
    await save(form);
    notify.success(`Successfully edited ${title}.`);
    live.refresh();
  });
  const { data } = live;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={description}
          actions={
            <Button
              ariaLabel={`Edit ${title}`}
              disabled={data === undefined || locked?.(data)}
              onClick={() => data !== undefined && setForm(toForm(data))}
            >
              Edit
            </Button>
          }
        >
          {title}
        </Header>
      }
    >
      <Loaded live={live} what="the setting">
        {(value) => <KeyValuePairs columns={2} items={[...shown(value)]} />}
      </Loaded>
      {form !== undefined && data !== undefined && (
        <EditDialog
          title={`Edit ${title}`}
          action={action}
          failed={`${title} could not be saved`}
          onClose={() => {
            action.clear();
            setForm(undefined);
          }}
        >
          {fields(form, (part) => setForm({ ...form, ...part }), data)}
        </EditDialog>
      )}
    </Container>
  );
}
