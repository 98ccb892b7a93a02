import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Frame and colours; what belongs to the page (border, surface) is of the console's own style sheet. */
export function editorTheme(isDark: boolean): Extension {
  const colours = isDark ? dark : light;
  return [
    EditorView.theme(
      {
        "&": { height: "100%", fontSize: "12px", color: colours.text, backgroundColor: colours.background },
        "&.cm-focused": { outline: "none" },
        ".cm-scroller": {
          fontFamily: 'Monaco, Menlo, Consolas, "Courier Prime", Courier, "Courier New", monospace',
          lineHeight: "18px",
        },
        ".cm-content": { caretColor: colours.text },
        ".cm-cursor": { borderLeftColor: colours.text, borderLeftWidth: "2px" },
        ".cm-gutters": { color: colours.lineNumber, backgroundColor: colours.gutter, border: "none" },
        ".cm-activeLine": { backgroundColor: colours.activeLine },
        ".cm-activeLineGutter": { color: colours.text, backgroundColor: colours.activeLine },
        "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
          backgroundColor: colours.selection,
        },
        ".cm-selectionMatch": { backgroundColor: colours.match },
        ".cm-panels": { color: colours.text, backgroundColor: colours.gutter },
        ".cm-tooltip": { color: colours.text, backgroundColor: colours.gutter },
      },
      { dark: isDark },
    ),
    syntaxHighlighting(
      HighlightStyle.define([
        { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: colours.keyword },
        { tag: [tags.string, tags.special(tags.string), tags.regexp], color: colours.string },
        { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.self], color: colours.number },
        { tag: [tags.comment, tags.meta], color: colours.comment, fontStyle: "italic" },
        { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: colours.function },
        { tag: [tags.className, tags.typeName, tags.definition(tags.typeName)], color: colours.type },
        { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: colours.property },
        { tag: tags.invalid, color: colours.invalid },
      ]),
    ),
  ];
}

/** Each at least 4.5 to 1 on the background and on the active line. */
const light = {
  text: "#0f141a",
  background: "#ffffff",
  gutter: "#f6f6f9",
  lineNumber: "#656871",
  activeLine: "#f0f4fa",
  selection: "#b8d7ff",
  match: "#dbe9d3",
  keyword: "#7b2d8e",
  string: "#1a6634",
  number: "#9c3d00",
  comment: "#5c6068",
  function: "#0055b3",
  type: "#8a5200",
  property: "#0b5c75",
  invalid: "#b00020",
} as const;

const dark: Readonly<Record<keyof typeof light, string>> = {
  text: "#dedee3",
  background: "#161d26",
  gutter: "#1b232d",
  lineNumber: "#a4a4ad",
  activeLine: "#1f2a36",
  selection: "#2b4f7d",
  match: "#35482c",
  keyword: "#d99bee",
  string: "#8fd3a0",
  number: "#f0a36b",
  comment: "#a4a9b3",
  function: "#79b8ff",
  type: "#ecc376",
  property: "#7fd0e6",
  invalid: "#ff8a80",
};
