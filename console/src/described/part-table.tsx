import Button from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";
import type { Live } from "../live/use-live.ts";
import { type Column, ResourceTable } from "../table/resource-table.tsx";
import { useRemoveRows } from "../table/use-remove-rows.tsx";
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
    /** What becomes of it. */
    readonly body: (item: T) => ReactNode;
    readonly run: (item: T) => Promise<unknown>;
  };
  /** Other things that can be done with the selected one; undefined while none is, or several are. */
  readonly more?: (selected: T | undefined) => ReactNode;
  readonly rowArn?: (item: T) => string | undefined;
}

/** What belongs to something, as a table: made, changed and deleted in dialogs over it. */
export function PartTable<T>(props: PartTableProps<T>) {
  const { one, live, name, create, edit, remove } = props;
  const [shown, setShown] = useState<"create" | { readonly item: T }>();
  const removeText = remove?.text ?? "Delete";
  const removeRows = useRemoveRows();
  const takeAway = (items: readonly T[]) =>
    remove &&
    removeRows({
      items,
      one,
      noun: props.noun,
      name,
      text: removeText,
      body: remove.body,
      run: remove.run,
      onChange: live.refresh,
    });
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
        rowArn={props.rowArn}
        select={remove ? "multi" : edit || props.more ? "single" : undefined}
        empty={{ text: props.empty, action: createButton }}
        actions={(selected) => (
          <>
            {props.more?.(selected.length === 1 ? selected[0] : undefined)}
            {remove && (
              <Button disabled={selected.length === 0} onClick={() => void takeAway(selected)}>
                {removeText}
              </Button>
            )}
            {edit && (
              <Button disabled={selected.length !== 1} onClick={() => selected[0] && setShown({ item: selected[0] })}>
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
