import CloudscapeEditor, { type CodeEditorProps } from "@cloudscape-design/components/code-editor";
import { useEffect, useState } from "react";
import { useStored } from "../live/stored.ts";
import { useTheme } from "../shell/theme-provider.tsx";

export interface TextEditorProps {
  readonly value: string;
  readonly language: CodeEditorProps.Language;
  readonly onChange: (value: string) => void;
  readonly ariaLabel: string;
  readonly heightPixels?: number;
}

/** Text with highlighting; the editor itself is fetched when one is first shown. */
export function TextEditor({ value, language, onChange, ariaLabel, heightPixels = 360 }: TextEditorProps) {
  const { dark } = useTheme();
  const [ace, setAce] = useState<unknown>();
  const [isLoading, setLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const [wrapLines, setWrapLines] = useStored("editor.wrap", true);
  const [height, setHeight] = useState(heightPixels);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt loads again.
  useEffect(() => {
    let isGone = false;
    setLoading(true);
    import("./ace.ts")
      .then(({ ace: loaded }) => !isGone && setAce(loaded))
      .catch(() => undefined)
      .finally(() => !isGone && setLoading(false));
    return () => {
      isGone = true;
    };
  }, [attempt]);

  return (
    <CloudscapeEditor
      ace={ace}
      loading={isLoading}
      value={value}
      language={language}
      ariaLabel={ariaLabel}
      editorContentHeight={height}
      onEditorContentResize={({ detail }) => setHeight(detail.height)}
      onDelayedChange={({ detail }) => onChange(detail.value)}
      preferences={{ wrapLines, theme: dark ? "cloud_editor_dark" : "cloud_editor" }}
      onPreferencesChange={({ detail }) => setWrapLines(detail.wrapLines)}
      themes={{ light: ["cloud_editor"], dark: ["cloud_editor_dark"] }}
      onRecoveryClick={() => setAttempt(attempt + 1)}
    />
  );
}
