import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import type { Live } from "../live/use-live.ts";
import { useConfirmed } from "../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../table/resource-table.tsx";
import type { Values } from "./field-checks.ts";
import type { FieldDescription } from "./field-description.ts";
import { FieldsDialog } from "./fields-dialog.tsx";

export interface PartTableProps<T> {
  /** Under which the user's preferences are kept. */
  readonly id: string;
  readonly title: string;
  readonly description?: ReactNode;
  /** In a sentence: "authorizers", and one of them: "authorizer". */
  readonly noun: string;
  readonly one: string;
  readonly live: Live<readonly T[]>;
  readonly columns: readonly Column<T>[];
  readonly rowId: (item: T) => string;
  readonly name: (item: T) => string;
  readonly empty: string;
  readonly create?: {
    /** "Create authorizer". */
    readonly text: string;
    readonly fields: readonly FieldDescription[];
    readonly initial: Values;
    readonly save: (values: Values) => Promise<unknown>;
    readonly done?: (values: Values) => string;
  };
  readonly edit?: {
    readonly fields: readonly FieldDescription[];
    readonly initial: (item: T) => Values;
    readonly save: (item: T, values: Values) => Promise<unknown>;
  };
  readonly remove?: {
    readonly text?: "Delete" | "Detach" | "Remove" | "Revoke";
    readonly body: (item: T) => ReactNode;
    readonly run: (item: T) => Promise<unknown>;
  };
  /** Other things that can be done with the selected one, between Edit and Create. */
  readonly more?: (selected: T | undefined) => ReactNode;
}

/** What belongs to something, as a table: made, changed and deleted in dialogs over it. */
export function PartTable<T>(props: PartTableProps<T>) {
  const { one, live, name, create, edit, remove } = props;
  const confirmed = useConfirmed();
  const [shown, setShown] = useState<"create" | { readonly item: T }>();
  const removeText = remove?.text ?? "Delete";
  const takeAway = (item: T) =>
    remove &&
    confirmed(
      { title: `${removeText} ${one} ${name(item)}?`, body: remove.body(item), action: removeText },
      () => remove.run(item),
      {
        done: `Successfully ${pastOf(removeText)} ${one} ${name(item)}.`,
        failed: `The ${one} ${name(item)} could not be ${pastOf(removeText)}`,
        onChange: live.refresh,
      },
    );
  const createButton = create && <Button onClick={() => setShown("create")}>{create.text}</Button>;
  const close = () => setShown(undefined);
  return (
    <>
      <ResourceTable<T>
        id={props.id}
        title={props.title}
        description={props.description}
        noun={props.noun}
        live={live}
        columns={props.columns}
        rowId={props.rowId}
        rowName={name}
        select={edit || remove || props.more ? "single" : undefined}
        empty={{ text: props.empty, action: createButton }}
        actions={([selected]) => (
          <>
            {props.more?.(selected)}
            {remove && (
              <Button disabled={!selected} onClick={() => selected && void takeAway(selected)}>
                {removeText}
              </Button>
            )}
            {edit && (
              <Button disabled={!selected} onClick={() => selected && setShown({ item: selected })}>
                Edit
              </Button>
            )}
            {createButton}
          </>
        )}
      />
      {shown === "create" && create && (
        <FieldsDialog
          title={create.text}
          fields={create.fields}
          initial={create.initial}
          submit={create.text}
          failed={`The ${one} could not be saved`}
          done={create.done ?? `Successfully created the ${one}.`}
          save={create.save}
          onSaved={live.refresh}
          onClose={close}
        />
      )}
      {typeof shown === "object" && edit && (
        <FieldsDialog
          title={`Edit ${one} ${name(shown.item)}`}
          fields={edit.fields}
          initial={edit.initial(shown.item)}
          failed={`The ${one} could not be saved`}
          done={`Successfully edited ${one} ${name(shown.item)}.`}
          save={(values) => edit.save(shown.item, values)}
          onSaved={live.refresh}
          onClose={close}
        />
      )}
    </>
  );
}

/** "Detach" is "detached", "Delete" "deleted". */
function pastOf(verb: string): string {
  return verb.toLowerCase().replace(/e?$/, "ed");
}
