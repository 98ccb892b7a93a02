import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { contentTypeOf } from "../objects/object-type.ts";
import { type ChosenFile, readDrop, toChosen } from "./read-drop.ts";

interface FileChooserProps {
  readonly files: readonly ChosenFile[];
  readonly onChange: (files: readonly ChosenFile[]) => void;
}

/** "Files and folders": dropped anywhere on the page, or chosen. */
export function FileChooser({ files, onChange }: FileChooserProps) {
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const add = (added: readonly ChosenFile[]) => {
    const paths = new Set(added.map(({ path }) => path));
    onChange([...files.filter(({ path }) => !paths.has(path)), ...added]);
  };
  const isOver = useDrop(add);
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const choose = (input: HTMLInputElement) => {
    add(toChosen([...(input.files ?? [])]));
    input.value = "";
  };
  return (
    <SpaceBetween size="m">
      <div className={isOver ? "squall-drop squall-drop-over" : "squall-drop"}>
        <Box textAlign="center" color="text-body-secondary">
          Drag and drop files and folders you want to upload here, or choose <b>Add files</b> or <b>Add folder</b>.
        </Box>
      </div>
      <input
        ref={filesInput}
        type="file"
        multiple
        hidden
        aria-hidden
        onChange={({ target }) => choose(target)}
        data-testid="add-files"
      />
      <input
        ref={folderInput}
        type="file"
        hidden
        aria-hidden
        onChange={({ target }) => choose(target)}
        {...{ webkitdirectory: "" }}
      />
      <ResourceTable<ChosenFile>
        id="s3.upload"
        title="Files and folders"
        noun="files"
        description={`All files and folders in this table will be uploaded. Total: ${formatBytes(totalBytes)}.`}
        live={{ data: files, error: undefined, isLoading: false, refresh: () => undefined }}
        hideRefresh
        columns={columns}
        rowId={({ path }) => path}
        select="multi"
        searchPlaceholder="Find by name"
        empty={{ text: "You have not chosen any files or folders to upload." }}
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => onChange(files.filter((file) => !selected.includes(file)))}
            >
              Remove
            </Button>
            <Button onClick={() => filesInput.current?.click()}>Add files</Button>
            <Button onClick={() => folderInput.current?.click()}>Add folder</Button>
          </>
        )}
      />
    </SpaceBetween>
  );
}

/** Whether something is held over the page. A drop beside the field would otherwise open the file in place of the page. */
function useDrop(onDrop: (files: readonly ChosenFile[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(() => {
    const over = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = async (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer) latest.current(await readDrop(event.dataTransfer));
    };
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);
  return isOver;
}

const columns: readonly Column<ChosenFile>[] = [
  { id: "name", header: "Name", cell: ({ file }) => file.name, value: ({ file }) => file.name, width: 340 },
  {
    id: "folder",
    header: "Folder",
    cell: ({ path, file }) => path.slice(0, -file.name.length) || "-",
    value: ({ path, file }) => path.slice(0, -file.name.length),
    width: 200,
  },
  {
    id: "type",
    header: "Type",
    cell: ({ file }) => contentTypeOf(file),
    value: ({ file }) => contentTypeOf(file),
    width: 180,
  },
  {
    id: "size",
    header: "Size",
    cell: ({ file }) => formatBytes(file.size),
    value: ({ file }) => file.size,
    width: 110,
  },
];
