import type { ReactNode } from "react";
import type { Choice } from "../choices/choice.ts";
import type { EditorLanguage } from "../form/editor/languages.ts";
import type { Live } from "../live/use-live.ts";
import type { CheckedField, Values } from "./field-checks.ts";

interface FieldCommon extends CheckedField {
  readonly label: string;
  readonly description?: ReactNode;
  readonly constraint?: ReactNode;
  /** Whether the others' values make it stand there. What does not stand there is not checked. */
  readonly shown?: (values: Values) => boolean;
}

export interface Option {
  readonly value: string;
  readonly label?: string;
  readonly description?: string;
}

/** A field as data: what it is called, what it holds, and what is wrong with that. */
export type FieldDescription = FieldCommon &
  (
    | { readonly kind?: "text"; readonly type?: "text" | "number" | "password"; readonly placeholder?: string }
    | { readonly kind: "area"; readonly rows?: number; readonly placeholder?: string }
    | {
        readonly kind: "select" | "radio";
        readonly options: readonly Option[] | ((values: Values) => readonly Option[]);
      }
    | { readonly kind: "check"; readonly text: string }
    | { readonly kind: "code"; readonly language: EditorLanguage; readonly heightPixels?: number }
    | { readonly kind: "pairs"; readonly add: string; readonly empty: string; readonly valueLabel?: string }
    /** One of the account's resources, or a name or an ARN that is typed. */
    | {
        readonly kind: "choice";
        readonly useChoices: UseChoices;
        readonly placeholder?: string;
        /** What is chosen is the resource's name, not its ARN. */
        readonly byName?: boolean;
      }
    /** Several of the account's resources. */
    | { readonly kind: "several"; readonly useChoices: UseChoices; readonly placeholder?: string }
    /** A file's text. */
    | { readonly kind: "file"; readonly accept: string }
  );

/** A hook that reads what there is to choose from. */
export type UseChoices = () => Live<readonly Choice[]>;
