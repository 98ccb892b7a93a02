import Box from "@cloudscape-design/components/box";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import { useEffect, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { regions } from "../../aws/regions.ts";
import type { FrameDialog } from "../frame-dialogs.tsx";
import { useSession } from "../session-provider.tsx";
import { useTheme } from "../theme-provider.tsx";
import { byNearness, pagesFor, useFind } from "./find.ts";
import { useOfferedCommands } from "./page-commands.tsx";
import { useFound } from "./use-found.ts";

interface PaletteProps {
  readonly onClose: () => void;
  readonly onOpen: (dialog: FrameDialog) => void;
}

interface Entry {
  readonly text: string;
  /** "Create", "Function", "This page". */
  readonly kind: string;
  readonly run: () => void;
}

const mostShown = 12;

/** One field for everything: what the page can do, pages, resources, and what the console itself does. */
export default function Palette({ onClose, onOpen }: PaletteProps) {
  const navigate = useNavigate();
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const typed = text.trim();
  const wanted = typed.toLowerCase();
  const { resources, isAsking } = useFound(typed, useFind());
  const commands = useCommands(onOpen);
  const go = (href: string) => () => void navigate(href);
  const words = wanted.split(/\s+/);
  const entries: readonly Entry[] = [
    ...commands.filter(({ text: name, kind }) => words.every((word) => `${name} ${kind}`.toLowerCase().includes(word))),
    ...(wanted === "" ? [] : pagesFor(wanted)).map(({ label, description, value }) => ({
      text: label,
      kind: description,
      run: go(value),
    })),
    ...byNearness(resources, wanted).map(({ name, kind, href }) => ({ text: name, kind, run: go(href) })),
  ];
  const shown = sorted(entries, wanted).slice(0, mostShown);
  const chosen = Math.min(at, shown.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${chosen}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, id]);
  const take = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  return (
    <Modal visible header="Go to or do" onDismiss={onClose}>
      <Input
        value={text}
        type="search"
        placeholder="A page, a resource's name or ARN, something to do"
        ariaLabel="Go to or do"
        autoFocus
        spellcheck={false}
        nativeInputAttributes={{
          role: "combobox",
          "aria-expanded": shown.length > 0,
          "aria-controls": `${id}-list`,
          "aria-activedescendant": shown.length > 0 ? `${id}-${chosen}` : undefined,
        }}
        onChange={({ detail }) => {
          setText(detail.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const { key } = event.detail;
          if (key === "ArrowDown") setAt(Math.min(chosen + 1, shown.length - 1));
          else if (key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
          else if (key === "Enter") take(shown[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="What was found" className="squall-palette">
        {shown.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus.
          <div
            key={`${entry.kind}/${entry.text}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="squall-palette-entry"
            onClick={() => take(entry)}
          >
            <span className="squall-anywhere">{entry.text}</span>
            <Box color="text-body-secondary" fontSize="body-s">
              {entry.kind}
            </Box>
          </div>
        ))}
      </div>
      <Box color="text-body-secondary" fontSize="body-s">
        <span role="status">
          {isAsking ? "Looking for resources" : shown.length === 0 ? "Nothing is called that." : ""}
        </span>
      </Box>
    </Modal>
  );
}

/** What begins so comes first; the order stays as it is otherwise. */
function sorted(entries: readonly Entry[], wanted: string): readonly Entry[] {
  const rank = ({ text }: Entry) => (wanted !== "" && text.toLowerCase().startsWith(wanted) ? 0 : 1);
  return entries
    .filter(
      (entry, index) => entries.findIndex(({ text, kind }) => text === entry.text && kind === entry.kind) === index,
    )
    .toSorted((a, b) => rank(a) - rank(b));
}

function useCommands(onOpen: PaletteProps["onOpen"]): readonly Entry[] {
  const session = useSession();
  const { choose, dark } = useTheme();
  const [ofPage] = useState(useOfferedCommands());
  return [
    ...ofPage.map(({ text, run }) => ({ text, kind: "This page", run })),
    { text: "Show as CLI, boto3, Terraform", kind: "Console", run: () => onOpen("code") },
    { text: "Keyboard shortcuts", kind: "Console", run: () => onOpen("shortcuts") },
    { text: `Use the ${dark ? "light" : "dark"} mode`, kind: "Console", run: () => choose(dark ? "light" : "dark") },
    {
      text: `Copy account ID ${session.account}`,
      kind: "Console",
      run: () => void navigator.clipboard?.writeText(session.account),
    },
    {
      text: "Copy the address of this page",
      kind: "Console",
      run: () => void navigator.clipboard?.writeText(window.location.href),
    },
    ...(session.isSignedIn ? [{ text: "Sign out", kind: "Console", run: session.signOut }] : []),
    ...regions
      .filter(({ code }) => code !== session.region)
      .map(({ code, name }) => ({ text: `${name} ${code}`, kind: "Region", run: () => session.chooseRegion(code) })),
  ];
}
