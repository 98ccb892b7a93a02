import { type GetFunctionCommandOutput, LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { LeftEditors } from "../../../form/code-editor.tsx";
import type { EditorPlace } from "../../../form/editor/create-editor.ts";
import { type Action, useAction } from "../../../live/use-action.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import {
  applyEdits,
  type Draft,
  type Edits,
  editsSince,
  hasAny,
  noEdits,
  over,
  readDraft,
  writeDraft,
} from "./drafts.ts";
import { type FileModes, readFileModes } from "./file-modes.ts";
import { readBytes } from "./read-archive.ts";
import { type CodeFiles, largestEditableBytes, packCode, toText, unpackCode } from "./zip.ts";

/** The deployed package, and what the user has changed of it and not yet deployed. */
export interface CodeSource {
  readonly package: Live<CodePackage>;
  /** Deployed and changed files together. */
  readonly files: CodeFiles;
  readonly changedPaths: ReadonlySet<string>;
  readonly isChanged: boolean;
  /** The same as of this moment, for what a key starts. */
  readonly hasEdits: () => boolean;
  /** The file that is shown. */
  readonly openPath: string | undefined;
  /** Those that have a tab. */
  readonly openPaths: readonly string[];
  /** Where in the shown file somebody wants to look. */
  readonly place: EditorPlace | undefined;
  readonly open: (path: string, place?: EditorPlace) => void;
  readonly close: (path: string) => void;
  readonly write: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
  readonly rename: (path: string, to: string) => void;
  readonly discard: () => void;
  readonly deploy: Action<[]>;
  /** Edits of this tab to a package that somebody has replaced meanwhile. */
  readonly oldDraft: Draft | undefined;
  readonly takeOldDraft: (isWanted: boolean) => void;
  /** Somebody else has deployed while there were edits, which now stand over other code than they were made in. */
  readonly isReplaced: boolean;
  readonly leftEditors: LeftEditors;
}

export interface CodePackage {
  readonly sha256: string;
  readonly bytes: Uint8Array;
  readonly files: CodeFiles;
  readonly modes: FileModes;
  readonly isTooLarge: boolean;
}

/**
 * Reads the package again when its hash changes: also when somebody else has deployed. What this page deploys it does not read again:
 * the text stands as it is, and what was typed meanwhile is the next change.
 */
export function useCodeSource(
  name: string,
  description: GetFunctionCommandOutput | undefined,
  refresh: () => void,
): CodeSource {
  const client = useClient(LambdaClient);
  const { account, region } = useSession();
  const notify = useNotify();
  const { CodeSha256: reported, Handler: handler } = description?.Configuration ?? {};
  const [base, setBase] = useState<CodePackage>();
  const wanted = useNewest(reported, base?.sha256);
  const location = description?.Code?.Location;
  const download = useLive(
    `lambda/code/${name}/${wanted.sha256}`,
    (signal) => readPackage(location ?? "", wanted.sha256 ?? "", signal),
    {
      everyMs: Number.POSITIVE_INFINITY,
      enabled: location !== undefined && wanted.sha256 !== undefined && wanted.sha256 !== base?.sha256,
    },
  );
  const { edits, latest, change } = useEdits();
  const [isReplaced, setReplaced] = useState(false);
  const shown = useRef(base);
  shown.current = base;
  useEffect(() => {
    if (!download.data) return;
    if (shown.current && hasAny(latest.current)) setReplaced(true);
    setBase(download.data);
  }, [download.data, latest]);
  useEffect(() => {
    if (!hasAny(edits)) setReplaced(false);
  }, [edits]);
  const drafts = useDrafts(`${account}.${region}.${name}`, base?.sha256, edits, latest, change);
  const files = useMemo(() => applyEdits(base?.files ?? {}, edits), [base, edits]);
  const opened = useOpenFiles(files, handler);
  const changedPaths = useMemo(() => new Set(Object.keys(edits.files)), [edits]);
  const [leftEditors] = useState<LeftEditors>(() => new Map());
  const original = (path: string) => (base && Object.hasOwn(base.files, path) ? base.files[path] : undefined);

  const deploy = useAction(async () => {
    if (!base) return;
    // What is typed from here on is not in this package.
    const sent = latest.current;
    const deployed = applyEdits(base.files, sent);
    const bytes = await packCode(deployed, { ...base.modes, ...sent.modes });
    const { CodeSha256: sha256 = "" } = await client.send(
      new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: bytes }),
    );
    wanted.deployed(sha256);
    setBase({ sha256, bytes, files: deployed, modes: readFileModes(bytes), isTooLarge: false });
    setReplaced(false);
    change((now) => editsSince(now, sent));
    notify.success(`Successfully updated the function ${name}.`);
    refresh();
  });

  /** Or will be, by what is under way. */
  const isDeployed = (path: string) => original(path) !== undefined || deploy.isRunning;

  return {
    package: {
      data: base,
      error: download.error,
      isLoading: base === undefined && download.isLoading,
      refresh: download.refresh,
    },
    files,
    changedPaths,
    isChanged: changedPaths.size > 0,
    hasEdits: () => hasAny(latest.current),
    ...opened,
    write: (path, text) =>
      change((now) => {
        const before = original(path);
        // While a change is under way to the server, going back on it is a change, too.
        const isBack = before !== undefined && toText(before) === text && !deploy.isRunning;
        return { ...now, files: isBack ? without(now.files, path) : { ...now.files, [path]: text } };
      }),
    remove: (path) => change((now) => ({ ...now, files: removed(now.files, path, isDeployed(path)) })),
    rename: (path, to) => {
      change((now) => {
        const content = path in now.files ? now.files[path] : original(path);
        const mode = now.modes[path] ?? base?.modes[path];
        return {
          files: { ...removed(now.files, path, isDeployed(path)), [to]: content },
          modes: mode === undefined ? now.modes : { ...now.modes, [to]: mode },
        };
      });
      opened.open(to);
    },
    discard: () => change(() => noEdits),
    deploy,
    ...drafts,
    isReplaced,
    leftEditors,
  };
}

/** The files with a tab: the handler's until others are opened. One that is deleted or renamed has none any more. */
function useOpenFiles(
  files: CodeFiles,
  handler: string | undefined,
): Pick<CodeSource, "openPath" | "openPaths" | "place" | "open" | "close"> {
  const [{ paths, shown, place }, set] = useState<OpenFiles>({ paths: [] });
  const present = paths.filter((path) => Object.hasOwn(files, path));
  const entry = entryFile(Object.keys(files), handler);
  const openPaths = present.length > 0 || entry === undefined ? present : [entry];
  const openPath = shown !== undefined && openPaths.includes(shown) ? shown : openPaths[0];
  return {
    openPath,
    openPaths,
    place: shown === openPath ? place : undefined,
    open: (path, at) => set({ paths: [...new Set([...openPaths, path])], shown: path, place: at }),
    close: (path) => {
      const at = openPaths.indexOf(path);
      const left = openPaths.filter((one) => one !== path);
      set({ paths: left, shown: path === openPath ? (left[at] ?? left[at - 1]) : openPath });
    },
  };
}

interface OpenFiles {
  readonly paths: readonly string[];
  readonly shown?: string;
  readonly place?: EditorPlace;
}

/**
 * The hash of the package to show: the reported one, but none of those that this page has replaced, which an answer that was under way
 * still reports.
 */
function useNewest(reported: string | undefined, shown: string | undefined) {
  const replaced = useRef(new Set<string>());
  useEffect(() => {
    if (reported !== undefined && reported === shown) replaced.current.clear();
  }, [reported, shown]);
  return {
    sha256: reported !== undefined && replaced.current.has(reported) ? shown : reported,
    deployed: (sha256: string) => {
      for (const each of [reported, shown]) if (each !== undefined) replaced.current.add(each);
      replaced.current.delete(sha256);
    },
  };
}

/** The edits as they are this moment, for what acts on them, and as they are drawn, which may be a keystroke behind. */
function useEdits() {
  const latest = useRef<Edits>(noEdits);
  const [edits, setEdits] = useState<Edits>(noEdits);
  const change = useCallback((next: (now: Edits) => Edits) => {
    latest.current = next(latest.current);
    const { current } = latest;
    startTransition(() => setEdits(current));
  }, []);
  return { edits, latest, change };
}

/** Keeps the edits with the tab, and takes them up again once the package that they were made in is there. */
function useDrafts(
  name: string,
  sha256: string | undefined,
  edits: Edits,
  latest: { readonly current: Edits },
  change: (next: (now: Edits) => Edits) => void,
): Pick<CodeSource, "oldDraft" | "takeOldDraft"> {
  const [oldDraft, setOldDraft] = useState<Draft>();
  const isTakenUp = useRef(false);
  const keep = useRef(() => {});
  keep.current = () => {
    if (sha256 === undefined || !isTakenUp.current) return;
    // Until he has decided about the old ones, the new ones are kept with them.
    const draft = oldDraft
      ? { sha256: oldDraft.sha256, edits: over(oldDraft.edits, latest.current) }
      : { sha256, edits: latest.current };
    writeDraft(name, hasAny(draft.edits) ? draft : undefined);
  };

  useEffect(() => {
    if (sha256 === undefined || isTakenUp.current) return;
    isTakenUp.current = true;
    const draft = readDraft(name);
    if (draft?.sha256 === sha256) change(() => draft.edits);
    else setOldDraft(draft);
  }, [name, sha256, change]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change is kept, a moment later.
  useEffect(() => {
    const timer = window.setTimeout(() => keep.current(), 250);
    return () => window.clearTimeout(timer);
  }, [edits, sha256, oldDraft]);

  useEffect(() => {
    const keepNow = () => keep.current();
    window.addEventListener("pagehide", keepNow);
    return () => {
      window.removeEventListener("pagehide", keepNow);
      keepNow();
    };
  }, []);

  return {
    oldDraft,
    takeOldDraft: (isWanted) => {
      if (isWanted && oldDraft) {
        change((now) => over(oldDraft.edits, now));
      }
      setOldDraft(undefined);
    },
  };
}

async function readPackage(location: string, sha256: string, signal: AbortSignal): Promise<CodePackage> {
  const bytes = await readBytes(location, signal);
  const isTooLarge = bytes.length > largestEditableBytes;
  return { sha256, bytes, files: isTooLarge ? {} : await unpackCode(bytes), modes: readFileModes(bytes), isTooLarge };
}

function removed(files: Edits["files"], path: string, isDeployed: boolean): Edits["files"] {
  return isDeployed ? { ...files, [path]: undefined } : without(files, path);
}

function without(files: Edits["files"], path: string): Edits["files"] {
  const { [path]: _gone, ...rest } = files;
  return rest;
}

/** The file of the handler, else the first. */
function entryFile(paths: readonly string[], handler: string | undefined): string | undefined {
  const stem = handler?.replace(/\.[^.]*$/, "").replaceAll(".", "/");
  return (
    paths.find((path) => path.replace(/\.[^.]*$/, "") === stem) ?? paths.find((path) => !path.includes("/")) ?? paths[0]
  );
}
