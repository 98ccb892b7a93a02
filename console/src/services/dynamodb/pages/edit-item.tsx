import { DynamoDBClient, GetItemCommand, PutItemCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { TextEditor } from "../../../form/code-editor.tsx";
import { AlreadyExists } from "../../../form/create.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type AttributeForm, fromForms, ItemForm, toForms } from "../items/item-form.tsx";
import { fromJson, type Item, toJson } from "../items/item-json.ts";
import { itemsPath, tableCrumbs } from "../paths.ts";
import { useTable } from "../table/table.ts";

/** An item as a form or as JSON: one that is there, or a new one. */
export function Component() {
  const { name = "" } = useParams();
  const [search] = useSearchParams();
  const key = search.get("key") ?? undefined;
  const client = useClient(DynamoDBClient);
  const table = useTable(name);
  // What is edited is not to change under the user's hands.
  const item = useLive(
    `dynamodb/item/${name}/${key}`,
    async () => {
      if (key === undefined) return {};
      const asked = { TableName: name, Key: fromJson(key), ConsistentRead: true };
      const { Item: found } = await client.send(new GetItemCommand(asked));
      if (!found)
        throw Object.assign(new Error("The item is not there any more."), { name: "ResourceNotFoundException" });
      return found;
    },
    { everyMs: Number.POSITIVE_INFINITY },
  );
  return (
    <Page title={key === undefined ? "Create item" : "Edit item"} breadcrumbs={tableCrumbs(name)}>
      <Loaded live={item} what="the item">
        {(found) => (
          <Loaded live={table} what={`the table ${name}`}>
            {(described) => <Editor name={name} table={described} found={found} isNew={key === undefined} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

interface EditorProps {
  readonly name: string;
  readonly table: TableDescription;
  readonly found: Item;
  readonly isNew: boolean;
}

function Editor({ name, table, found, isNew }: EditorProps) {
  const client = useClient(DynamoDBClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const keyNames = (table.KeySchema ?? []).map(({ AttributeName = "" }) => AttributeName);
  const [view, setView] = useState<"form" | "json">("form");
  const [forms, setForms] = useState<readonly AttributeForm[]>(() => toForms(isNew ? newItem(table) : found, keyNames));
  const [text, setText] = useState("");
  const change = useAction(async (to: "form" | "json") => {
    if (to === "json") setText(toJson(fromForms(forms)));
    else setForms(toForms(fromJson(text), keyNames));
    setView(to);
  });
  const save = useAction(async () => {
    const Item = view === "json" ? fromJson(text) : fromForms(forms);
    const ConditionExpression = isNew ? "attribute_not_exists(#key)" : undefined;
    const ExpressionAttributeNames = isNew ? { "#key": keyNames[0] ?? "" } : undefined;
    try {
      await client.send(new PutItemCommand({ TableName: name, Item, ConditionExpression, ExpressionAttributeNames }));
    } catch (error) {
      if ((error as Error).name !== "ConditionalCheckFailedException") throw error;
      throw new AlreadyExists("There is already an item of this key. Nothing was changed.");
    }
    await navigate(itemsPath(name));
    notify.success("The item has been saved successfully.");
  });
  return (
    <EditForm
      action={save}
      submit={isNew ? "Create item" : "Save changes"}
      cancelTo={itemsPath(name)}
      failed="The item could not be saved"
    >
      <Container
        header={
          <Header
            variant="h2"
            description={change.error === undefined ? undefined : (change.error as Error).message}
            actions={
              <SegmentedControl
                label="Form or JSON"
                selectedId={view}
                options={[
                  { id: "form", text: "Form" },
                  { id: "json", text: "JSON view" },
                ]}
                onChange={({ detail }) => void change.run(detail.selectedId as "form" | "json")}
              />
            }
          >
            Attributes
          </Header>
        }
      >
        {view === "form" ? (
          <ItemForm forms={forms} onChange={setForms} keyNames={keyNames} isKeyFixed={!isNew} />
        ) : (
          <TextEditor value={text} language="json" ariaLabel="Item" heightPixels={360} onChange={setText} />
        )}
      </Container>
    </EditForm>
  );
}

/** The key, of its types. */
function newItem({ KeySchema = [], AttributeDefinitions = [] }: TableDescription): Item {
  const typeOf = (name: string) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? "S";
  return Object.fromEntries(
    KeySchema.map(({ AttributeName = "" }) => {
      const type = typeOf(AttributeName);
      return [AttributeName, type === "N" ? { N: "" } : type === "B" ? { B: new Uint8Array() } : { S: "" }];
    }),
  );
}
