import FormField, { type FormFieldProps } from "@cloudscape-design/components/form-field";
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";

interface FieldProps extends FormFieldProps {
  /** Why the form cannot be sent with what the field has; undefined where it can. */
  readonly problem: string | undefined;
}

/** A field that knows what is wrong with it, and says so as soon as something is typed, or when the form is to be sent. */
export function Field({ problem, ...props }: FieldProps) {
  const form = useContext(FormContext);
  const id = useId();
  const [isTouched, setTouched] = useState(false);
  const isShown = problem !== undefined && (isTouched || form.isTried);
  useEffect(() => {
    form.report(id, problem !== undefined);
    return () => form.report(id, false);
  }, [form, id, problem]);
  return (
    <div data-problem={problem} onInput={() => setTouched(true)}>
      <FormField {...props} errorText={isShown ? problem : undefined} />
    </div>
  );
}

/** A form's fields together. Its button is never grey: pressed too early, it leads to what is missing. */
export interface FormCheck extends FormState {
  /** Whether the form may be sent; if not, every field shows what is wrong with it, and the first has the focus. */
  readonly check: () => boolean;
  readonly place: RefObject<HTMLDivElement | null>;
}

interface FormState {
  readonly isTried: boolean;
  readonly report: (field: string, isWrong: boolean) => void;
}

export function useFormCheck(): FormCheck {
  const wrong = useRef(new Set<string>());
  const place = useRef<HTMLDivElement>(null);
  const [isTried, setTried] = useState(false);
  return useMemo(
    () => ({
      isTried,
      place,
      report: (field, isWrong) => {
        if (isWrong) wrong.current.add(field);
        else wrong.current.delete(field);
      },
      check: () => {
        if (wrong.current.size === 0) return true;
        setTried(true);
        window.setTimeout(() => focusFirstProblem(place.current));
        return false;
      },
    }),
    [isTried],
  );
}

/** What stands in it is checked together. */
export function Fields({ form, children }: { readonly form: FormCheck; readonly children: ReactNode }) {
  return (
    <FormContext value={form}>
      <div ref={form.place}>{children}</div>
    </FormContext>
  );
}

/** Outside a form a field only shows. */
const FormContext = createContext<FormState>({ isTried: false, report: () => {} });

function focusFirstProblem(place: HTMLElement | null): void {
  const field = place?.querySelector<HTMLElement>("[data-problem]");
  field?.querySelector<HTMLElement>("input, textarea, button, [contenteditable=true]")?.focus();
  field?.scrollIntoView({ block: "nearest" });
}
