import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Icon from "@cloudscape-design/components/icon";
import TreeView from "@cloudscape-design/components/tree-view";
import { useMemo, useState } from "react";
import type { CodeSource } from "./use-code-source.ts";

interface Node {
  readonly path: string;
  readonly name: string;
  readonly children: Node[] | undefined;
}

interface FileTreeProps {
  readonly source: CodeSource;
  readonly functionName: string;
  readonly onRename: (path: string) => void;
}

/** The package as folders and files. */
export function FileTree({ source, functionName, onRename }: FileTreeProps) {
  const paths = Object.keys(source.files).sort().join("\n");
  const root = useMemo(() => toTree(paths.split("\n").filter(Boolean), functionName), [paths, functionName]);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  return (
    <TreeView<Node>
      ariaLabel="Files of the function"
      items={[root]}
      getItemId={({ path }) => path}
      getItemChildren={({ children }) => children}
      expandedItems={folders(root).filter((path) => !collapsed.has(path))}
      onItemToggle={({ detail }) => setCollapsed((before) => toggled(before, detail.id, !detail.expanded))}
      renderItem={({ path, name, children }) => ({
        announcementLabel: name,
        icon: <Icon name={children ? "folder" : "file"} />,
        content: children ? name : <FileName path={path} name={name} source={source} />,
        actions: children ? undefined : (
          <ButtonDropdown
            variant="inline-icon"
            ariaLabel={`Actions for ${name}`}
            expandToViewport
            items={[
              { id: "rename", text: "Rename" },
              { id: "delete", text: "Delete" },
            ]}
            onItemClick={({ detail }) => (detail.id === "delete" ? source.remove(path) : onRename(path))}
          />
        ),
      })}
    />
  );
}

function FileName({ path, name, source }: { path: string; name: string; source: CodeSource }) {
  const isOpen = source.openPath === path;
  return (
    <Button
      variant="inline-link"
      ariaLabel={source.changedPaths.has(path) ? `${name}, not deployed` : name}
      onClick={() => source.open(path)}
    >
      <Box variant="span" fontWeight={isOpen ? "bold" : "normal"} color="inherit">
        {name}
      </Box>
      {source.changedPaths.has(path) && " •"}
    </Button>
  );
}

function toTree(paths: readonly string[], name: string): Node {
  const root: Node = { path: "/", name, children: [] };
  for (const path of paths) {
    let folder = root;
    const parts = path.split("/");
    for (const [depth, part] of parts.entries()) {
      const isFile = depth === parts.length - 1;
      const at = isFile ? path : `${parts.slice(0, depth + 1).join("/")}/`;
      let next = folder.children?.find((child) => child.path === at);
      if (!next) {
        next = { path: at, name: part, children: isFile ? undefined : [] };
        folder.children?.push(next);
      }
      folder = next;
    }
  }
  return root;
}

function folders({ path, children }: Node): string[] {
  return children ? [path, ...children.flatMap(folders)] : [];
}

function toggled(before: ReadonlySet<string>, path: string, isIn: boolean): ReadonlySet<string> {
  const after = new Set(before);
  if (isIn) after.add(path);
  else after.delete(path);
  return after;
}
