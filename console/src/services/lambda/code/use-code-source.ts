import { type GetFunctionCommandOutput, LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { useEffect, useMemo, useState } from "react";
import { type Action, useAction } from "../../../live/use-action.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type FileModes, readFileModes } from "./file-modes.ts";
import { type CodeFiles, fromText, largestEditableBytes, packCode, toText, unpackCode } from "./zip.ts";

/** The deployed package, and what the user has changed of it and not yet deployed. */
export interface CodeSource {
  readonly package: Live<CodePackage>;
  /** Deployed and changed files together. */
  readonly files: CodeFiles;
  readonly changedPaths: ReadonlySet<string>;
  readonly isChanged: boolean;
  readonly openPath: string | undefined;
  readonly open: (path: string | undefined) => void;
  readonly write: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
  readonly rename: (path: string, to: string) => void;
  readonly discard: () => void;
  readonly deploy: Action<[]>;
}

export interface CodePackage {
  readonly bytes: Uint8Array;
  readonly files: CodeFiles;
  readonly modes: FileModes;
  readonly isTooLarge: boolean;
}

/** A path whose content is undefined was deleted. */
type Edits = Readonly<Record<string, Uint8Array | undefined>>;

/** Reads the package again when its hash changes: also when somebody else has deployed. */
export function useCodeSource(name: string, description: GetFunctionCommandOutput | undefined): CodeSource {
  const client = useClient(LambdaClient);
  const notify = useNotify();
  const { CodeSha256: sha256, Handler: handler } = description?.Configuration ?? {};
  const location = description?.Code?.Location;
  const deployed = useLive(`lambda/code/${name}/${sha256}`, (signal) => download(location ?? "", signal), {
    everyMs: Number.POSITIVE_INFINITY,
    enabled: location !== undefined,
  });
  const [edits, setEdits] = useState<Edits>({});
  /** Of files that were renamed. */
  const [movedModes, setMovedModes] = useState<FileModes>({});
  const [openPath, open] = useState<string>();

  const files = useMemo(() => merge(deployed.data?.files ?? {}, edits), [deployed.data, edits]);
  const changedPaths = useMemo(() => new Set(Object.keys(edits)), [edits]);

  useEffect(() => {
    const paths = Object.keys(deployed.data?.files ?? {});
    open((before) => before ?? entryFile(paths, handler));
  }, [deployed.data, handler]);

  const deploy = useAction(async () => {
    const ZipFile = await packCode(files, { ...deployed.data?.modes, ...movedModes });
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }));
    setEdits({});
    setMovedModes({});
    notify.success(`Successfully updated the function ${name}.`);
  });

  return {
    package: deployed,
    files,
    changedPaths,
    isChanged: changedPaths.size > 0,
    openPath: openPath !== undefined && openPath in files ? openPath : entryFile(Object.keys(files), handler),
    open,
    write: (path, text) => {
      const current = files[path];
      if (current && toText(current) === text) return;
      const original = deployed.data?.files[path];
      const isBack = original !== undefined && toText(original) === text;
      setEdits((before) => (isBack ? without(before, path) : { ...before, [path]: fromText(text) }));
    },
    remove: (path) =>
      setEdits((before) => (deployed.data?.files[path] ? { ...before, [path]: undefined } : without(before, path))),
    rename: (path, to) => {
      const mode = movedModes[path] ?? deployed.data?.modes[path];
      if (mode !== undefined) setMovedModes((before) => ({ ...before, [to]: mode }));
      setEdits((before) => {
        const removed = deployed.data?.files[path] ? { ...before, [path]: undefined } : without(before, path);
        return { ...removed, [to]: files[path] };
      });
      open(to);
    },
    discard: () => setEdits({}),
    deploy,
  };
}

/** GetFunction's link leads to this server; the path alone is used, whichever of its names the page was opened by. */
async function download(location: string, signal: AbortSignal): Promise<CodePackage> {
  const { pathname, search } = new URL(location, window.location.origin);
  const response = await fetch(`${pathname}${search}`, { signal });
  if (!response.ok)
    throw new Error(`The deployment package could not be read: ${response.status} ${response.statusText}.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const isTooLarge = bytes.length > largestEditableBytes;
  return { bytes, files: isTooLarge ? {} : await unpackCode(bytes), modes: readFileModes(bytes), isTooLarge };
}

function merge(files: CodeFiles, edits: Edits): CodeFiles {
  const merged: Record<string, Uint8Array> = {};
  for (const [path, content] of Object.entries({ ...files, ...edits })) if (content) merged[path] = content;
  return merged;
}

function without(edits: Edits, path: string): Edits {
  const { [path]: _gone, ...rest } = edits;
  return rest;
}

/** The file of the handler, else the first. */
function entryFile(paths: readonly string[], handler: string | undefined): string | undefined {
  const stem = handler?.replace(/\.[^.]*$/, "").replaceAll(".", "/");
  return (
    paths.find((path) => path.replace(/\.[^.]*$/, "") === stem) ?? paths.find((path) => !path.includes("/")) ?? paths[0]
  );
}
