import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useRef, useState } from "react";
import { useStored } from "../live/stored.ts";
import { useTheme } from "../shell/theme-provider.tsx";
import type { Editor, EditorPlace, LeftEditor, LineMark } from "./editor/create-editor.ts";
import type { EditorLanguage } from "./editor/languages.ts";

/** What editors have left, by the name of what they showed. */
export type LeftEditors = Map<string, LeftEditor>;

export interface TextEditorProps {
  readonly value: string;
  readonly language: EditorLanguage;
  /** Told of every change at once. */
  readonly onChange: (value: string) => void;
  readonly ariaLabel: string;
  readonly isReadOnly?: boolean;
  readonly heightPixels?: number;
  /** As high as what it stands in, instead. */
  readonly fills?: boolean;
  /** What is said at lines of it. */
  readonly marks?: readonly LineMark[];
  /** Shown when it is another one than before. */
  readonly place?: EditorPlace;
  /** Where cursor, scroll and history are kept while another page or file is shown. */
  readonly left?: LeftEditors;
}

/** Text with highlighting; the editor itself is fetched when one is first shown, and a change of its language is another editor. */
export function TextEditor(props: TextEditorProps) {
  const { dark } = useTheme();
  const [wrapsLines, setWrapsLines] = useStored("editor.wrap", true);
  const [cursor, setCursor] = useState<readonly [number, number]>([1, 1]);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const [attempt, setAttempt] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(undefined);
  /** What was typed and has not come back as `value` yet: it's no news to the editor. */
  const typed = useRef<string[]>([]);
  const latest = useRef({ ...props, dark, wrapsLines });
  latest.current = { ...props, dark, wrapsLines };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt loads again, another language is another editor.
  useEffect(() => {
    let isGone = false;
    setState("loading");
    import("./editor/create-editor.ts")
      .then(({ createEditor }) => {
        const { value, language, ariaLabel, left } = latest.current;
        if (isGone || !place.current) return;
        editor.current = createEditor({
          parent: place.current,
          text: value,
          language,
          label: ariaLabel,
          isDark: latest.current.dark,
          wrapsLines: latest.current.wrapsLines,
          left: left?.get(ariaLabel),
          isReadOnly: latest.current.isReadOnly,
          hasMarks: latest.current.marks !== undefined,
          onChange: (text) => {
            typed.current.push(text);
            latest.current.onChange(text);
          },
          onCursor: (line, column) => setCursor([line, column]),
        });
        if (latest.current.marks) editor.current.setMarks(latest.current.marks);
        if (latest.current.place) editor.current.reveal(latest.current.place);
        setState("ready");
      })
      .catch(() => !isGone && setState("failed"));
    return () => {
      isGone = true;
      const { left, ariaLabel } = latest.current;
      const was = editor.current?.leave();
      if (was) left?.set(ariaLabel, was);
      editor.current = undefined;
      typed.current = [];
    };
  }, [attempt, props.language]);

  useEffect(() => {
    const at = typed.current.lastIndexOf(props.value);
    if (at >= 0) typed.current.splice(0, at + 1);
    else {
      typed.current = [];
      editor.current?.setText(props.value);
    }
  }, [props.value]);
  useEffect(() => {
    if (props.marks) editor.current?.setMarks(props.marks);
  }, [props.marks]);
  useEffect(() => {
    if (props.place) editor.current?.reveal(props.place);
  }, [props.place]);
  useEffect(() => editor.current?.setDark(dark), [dark]);
  useEffect(() => editor.current?.setWrap(wrapsLines), [wrapsLines]);

  return (
    <div className={props.fills ? "squall-editor squall-editor-fill" : "squall-editor"}>
      <div
        className="squall-editor-text"
        ref={place}
        style={props.fills ? undefined : { blockSize: props.heightPixels ?? 360 }}
        data-testid="editor"
      >
        {state === "loading" && <StatusIndicator type="loading">Loading the editor</StatusIndicator>}
        {state === "failed" && (
          <StatusIndicator type="error">
            The editor could not be loaded.{" "}
            <Button variant="inline-link" onClick={() => setAttempt(attempt + 1)}>
              Try again
            </Button>
          </StatusIndicator>
        )}
      </div>
      <div className="squall-editor-foot">
        <span>{languageNames[props.language]}</span>
        <span>
          Ln {cursor[0]}, Col {cursor[1]}
        </span>
        <Checkbox checked={wrapsLines} onChange={({ detail }) => setWrapsLines(detail.checked)}>
          Wrap lines
        </Checkbox>
      </div>
    </div>
  );
}

const languageNames: Readonly<Record<EditorLanguage, string>> = {
  python: "Python",
  javascript: "JavaScript",
  typescript: "TypeScript",
  json: "JSON",
  java: "Java",
  go: "Go",
  ruby: "Ruby",
  insights: "Logs Insights",
  text: "Text",
};
