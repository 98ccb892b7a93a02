import { autocompletion, completeAnyWord, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyField, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { type EditorLanguage, languageSupport } from "./languages.ts";
import { editorTheme } from "./theme.ts";

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly language: EditorLanguage;
  readonly label: string;
  readonly isDark: boolean;
  readonly wrapsLines: boolean;
  /** What an editor of the same text has left: its cursor, scroll and history of changes come back. */
  readonly left?: LeftEditor;
  readonly isReadOnly?: boolean;
  /** There is a column for marks, also while there are none. */
  readonly hasMarks?: boolean;
  readonly onChange: (text: string) => void;
  readonly onCursor: (line: number, column: number) => void;
}

/** An editor that is gone for now. */
export interface LeftEditor {
  readonly state: EditorState;
  readonly scrollTop: number;
}

/** Something to say about a line, which is counted from one. */
export interface LineMark {
  readonly line: number;
  readonly severity: "error" | "info";
  readonly message: string;
}

/** A place in the text; line and column are counted from one. */
export interface EditorPlace {
  readonly line: number;
  readonly column?: number;
  /** How many characters are selected there. */
  readonly length?: number;
}

export interface Editor {
  /** Puts another text in the place of this one, as a change that can be undone; cursor and scroll stay where the texts agree. */
  readonly setText: (text: string) => void;
  readonly setDark: (isDark: boolean) => void;
  readonly setWrap: (wrapsLines: boolean) => void;
  /** Puts these marks at their lines, in the place of those before. */
  readonly setMarks: (marks: readonly LineMark[]) => void;
  /** Shows a place in the middle, with the cursor in it. */
  readonly reveal: (place: EditorPlace) => void;
  /** Takes it off the page. */
  readonly leave: () => LeftEditor;
}

/**
 * CodeMirror with what a console's editor needs. It writes nothing that nobody has typed: no brackets that close themselves, no
 * suggestions that come unasked and take the Enter key.
 */
export function createEditor(options: EditorOptions): Editor {
  const theme = new Compartment();
  const wrap = new Compartment();
  const wrapping = (isOn: boolean): Extension => (isOn ? EditorView.lineWrapping : []);
  // CodeMirror counts every line break as one character; a file keeps its own.
  const lineBreak = options.text.includes("\r\n") ? "\r\n" : "\n";
  const extensions = [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    crosshairCursor(),
    indentOnInput(),
    bracketMatching(),
    highlightSelectionMatches(),
    search({ top: true }),
    EditorState.readOnly.of(options.isReadOnly ?? false),
    ...(options.hasMarks ? [lintGutter()] : []),
    autocompletion({ activateOnTyping: false, override: options.language === "text" ? [completeAnyWord] : null }),
    keymap.of([...searchKeymap, ...historyKeymap, ...lintKeymap, ...completionKeymap, ...defaultKeymap, indentWithTab]),
    languageSupport(options.language),
    theme.of(editorTheme(options.isDark)),
    wrap.of(wrapping(options.wrapsLines)),
    EditorView.contentAttributes.of({
      "aria-label": options.label,
      tabindex: "0",
      spellcheck: "false",
      autocapitalize: "off",
    }),
    EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
      if (docChanged) options.onChange(state.doc.sliceString(0, state.doc.length, lineBreak));
      if (docChanged || selectionSet) tellCursor(state);
    }),
  ];
  const tellCursor = ({ doc, selection }: EditorState) => {
    const line = doc.lineAt(selection.main.head);
    options.onCursor(line.number, selection.main.head - line.from + 1);
  };
  const { left } = options;
  const fresh = EditorState.create({ doc: options.text, extensions });
  const isSame = left?.state.doc.eq(fresh.doc) ?? false;
  const view = new EditorView({
    parent: options.parent,
    state: left && isSame ? restored(left.state, extensions) : fresh,
  });
  if (left && isSame) view.scrollDOM.scrollTop = left.scrollTop;
  tellCursor(view.state);
  return {
    setText: (text) => {
      const change = difference(view.state.doc.toString(), text.replace(/\r\n?/g, "\n"));
      if (change) view.dispatch({ changes: change });
    },
    setDark: (isDark) => view.dispatch({ effects: theme.reconfigure(editorTheme(isDark)) }),
    setWrap: (isOn) => view.dispatch({ effects: wrap.reconfigure(wrapping(isOn)) }),
    setMarks: (marks) => view.dispatch(setDiagnostics(view.state, toDiagnostics(view.state, marks))),
    reveal: ({ line, column = 1, length = 0 }) => {
      const { doc } = view.state;
      const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
      const anchor = Math.min(at.from + column - 1, at.to);
      view.dispatch({
        selection: { anchor, head: Math.min(anchor + length, doc.length) },
        effects: EditorView.scrollIntoView(anchor, { y: "center" }),
      });
      view.focus();
    },
    leave: () => {
      const { state } = view;
      const { scrollTop } = view.scrollDOM;
      view.destroy();
      return { state, scrollTop };
    },
  };
}

/** A line that the text no longer has is not marked. */
function toDiagnostics({ doc }: EditorState, marks: readonly LineMark[]): Diagnostic[] {
  return marks
    .filter(({ line }) => line >= 1 && line <= doc.lines)
    .map(({ line, severity, message }) => {
      const { from, to, text } = doc.line(line);
      return { from: from + (text.length - text.trimStart().length), to, severity, message };
    })
    .sort((a, b) => a.from - b.from);
}

/** With the new editor's listeners: those of the old one are gone. */
function restored(state: EditorState, extensions: Extension): EditorState {
  const fields = { history: historyField };
  return EditorState.fromJSON(state.toJSON(fields), { extensions }, fields);
}

/** The one stretch in which the texts differ. */
function difference(before: string, after: string): { from: number; to: number; insert: string } | undefined {
  if (before === after) return undefined;
  let from = 0;
  const shorter = Math.min(before.length, after.length);
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  while (end < shorter - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
