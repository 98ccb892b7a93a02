import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useDeferredValue, useMemo, useState } from "react";
import { type FileHit, type FileSearch, replaceInFiles, searchFiles, toPattern } from "./search-files.ts";
import type { CodeSource } from "./use-code-source.ts";

/** Looks through all files of the package, also those that are not open, and replaces in them what is to be deployed. */
export function SearchPanel({ source, onClose }: { source: CodeSource; onClose: () => void }) {
  const [search, setSearch] = useState<FileSearch>({ text: "", isCaseSensitive: false, isPattern: false });
  const [replacement, setReplacement] = useState("");
  const [done, setDone] = useState("");
  const wanted = useDeferredValue(search);
  const { files } = source;
  const { hits, isCut } = useMemo(() => searchFiles(files, wanted), [files, wanted]);
  const change = (part: Partial<FileSearch>) => {
    setSearch({ ...search, ...part });
    setDone("");
  };
  const replaceAll = () => {
    const changed = replaceInFiles(files, search, replacement);
    for (const [path, text] of changed) source.write(path, text);
    setDone(`Replaced in ${changed.size === 1 ? "1 file" : `${changed.size} files`}. Deploy makes it run.`);
  };
  const groups = Object.entries(Object.groupBy(hits, ({ path }) => path));
  return (
    <section className="squall-search" aria-label="Search in files">
      <SpaceBetween size="xs">
        <FormField
          label="Search in files"
          errorText={
            search.text !== "" && !toPattern(search) ? "This is no regular expression of JavaScript." : undefined
          }
        >
          <Input
            value={search.text}
            type="search"
            ariaLabel="Search in files"
            spellcheck={false}
            autoFocus
            onChange={({ detail }) => change({ text: detail.value })}
            onKeyDown={({ detail }) => detail.key === "Escape" && onClose()}
          />
        </FormField>
        <Input
          value={replacement}
          ariaLabel="Replace with"
          placeholder="Replace with"
          spellcheck={false}
          onChange={({ detail }) => setReplacement(detail.value)}
        />
        <Checkbox
          checked={search.isCaseSensitive}
          onChange={({ detail }) => change({ isCaseSensitive: detail.checked })}
        >
          Match case
        </Checkbox>
        <Checkbox checked={search.isPattern} onChange={({ detail }) => change({ isPattern: detail.checked })}>
          Regular expression
        </Checkbox>
        <div className="squall-actions">
          <Button disabled={hits.length === 0} onClick={replaceAll}>
            Replace all
          </Button>
          <Button variant="link" onClick={onClose}>
            Close search
          </Button>
        </div>
        <Box color="text-body-secondary">
          <span role="status">{done || countText(search.text, hits.length, groups.length, isCut)}</span>
        </Box>
        {groups.map(([path, found = []]) => (
          <div key={path}>
            <Box fontWeight="bold">{path}</Box>
            {found.map((hit) => (
              <Hit key={`${hit.line}:${hit.column}`} hit={hit} onOpen={() => source.open(path, { ...hit })} />
            ))}
          </div>
        ))}
      </SpaceBetween>
    </section>
  );
}

function Hit({ hit: { line, column, length, lineText }, onOpen }: { hit: FileHit; onOpen: () => void }) {
  const from = column - 1;
  const indented = lineText.slice(0, from).trimStart();
  const before = indented.length > 24 ? `…${indented.slice(-20)}` : indented;
  return (
    <button type="button" className="squall-hit" onClick={onOpen}>
      <span>{line}</span>
      <code>
        {before}
        <mark>{lineText.slice(from, from + length)}</mark>
        {lineText.slice(from + length, from + length + 60)}
      </code>
    </button>
  );
}

function countText(text: string, hits: number, files: number, isCut: boolean): string {
  if (text === "") return "Type what to look for.";
  if (hits === 0) return "Nothing found.";
  const inFiles = `in ${files === 1 ? "1 file" : `${files} files`}`;
  return isCut ? `The first ${hits} matches, ${inFiles}` : `${hits === 1 ? "1 match" : `${hits} matches`} ${inFiles}`;
}
