import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { EditDialog } from "../form/edit-dialog.tsx";
import { fromPairs, PairsEditor, toPairs } from "../form/pairs-editor.tsx";
import { useAction } from "../live/use-action.ts";
import type { Live } from "../live/use-live.ts";
import { Loaded } from "../shell/loaded.tsx";
import { useNotify } from "../shell/notifications.tsx";

export type Tags = Readonly<Record<string, string>>;

interface TagsPanelProps {
  /** "queue orders": whose they are. */
  readonly owner: string;
  readonly tags: Live<Tags>;
  readonly add: (tags: Record<string, string>) => Promise<unknown>;
  readonly remove: (keys: string[]) => Promise<unknown>;
}

/** A resource's tags and the dialog that changes them. */
export function TagsPanel({ owner, tags, add, remove }: TagsPanelProps) {
  const [edited, setEdited] = useState<Tags>();
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={tags.data && `(${Object.keys(tags.data).length})`}
          description="A tag is a label that you assign to a resource: a key and a value."
          actions={
            <Button disabled={!tags.data} onClick={() => setEdited(tags.data)}>
              Manage tags
            </Button>
          }
        >
          Tags
        </Header>
      }
    >
      <Loaded live={tags} what="the tags" feature="tags">
        {(found) => (
          <Table
            variant="embedded"
            items={Object.entries(found).sort(([a], [b]) => a.localeCompare(b))}
            trackBy={([key]) => key}
            ariaLabels={{ tableLabel: "Tags" }}
            columnDefinitions={[
              { id: "key", header: "Key", cell: ([key]) => key, isRowHeader: true },
              { id: "value", header: "Value", cell: ([, value]) => value },
            ]}
            empty={<Box color="text-body-secondary">No tags. Tags help to find and to group resources.</Box>}
          />
        )}
      </Loaded>
      {edited && (
        <TagsDialog
          before={edited}
          owner={owner}
          add={add}
          remove={remove}
          onClose={() => setEdited(undefined)}
          onSaved={tags.refresh}
        />
      )}
    </Container>
  );
}

interface TagsDialogProps extends Pick<TagsPanelProps, "owner" | "add" | "remove"> {
  readonly before: Tags;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

function TagsDialog({ before, owner, add, remove, onClose, onSaved }: TagsDialogProps) {
  const notify = useNotify();
  const [pairs, setPairs] = useState(() => [...toPairs(before)] as readonly { key: string; value: string }[]);
  const save = useAction(async () => {
    const wanted = fromPairs(pairs);
    const gone = Object.keys(before).filter((key) => !(key in wanted));
    const changed = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => before[key] !== value));
    if (gone.length > 0) await remove(gone);
    if (Object.keys(changed).length > 0) await add(changed);
    notify.success(`Successfully edited the tags of ${owner}.`);
    onSaved();
  });
  return (
    <EditDialog title="Manage tags" size="large" action={save} failed="The tags could not be saved" onClose={onClose}>
      <PairsEditor
        pairs={pairs}
        onChange={setPairs}
        addText="Add new tag"
        emptyText="No tags associated with this resource."
      />
    </EditDialog>
  );
}
