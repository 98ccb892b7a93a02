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

/**
 * A field that knows what is wrong with it. It says so when what was typed into it is left, or the typing pauses, and when the form is
 * to be sent; what is right again is no longer said at once.
 */
export function Field({ problem, ...props }: FieldProps) {
  const form = useContext(FormContext);
  const id = useId();
  const { isSettled, onInput, onBlur } = useSettled();
  const isShown = problem !== undefined && (isSettled || form.isTried);
  useEffect(() => {
    form.report(id, problem !== undefined);
    return () => form.report(id, false);
  }, [form, id, problem]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what happens to the control in it.
    <div data-problem={problem} onInput={onInput} onBlur={onBlur}>
      <FormField {...props} errorText={isShown ? problem : undefined} />
    </div>
  );
}

const pauseMs = 700;

/** Whether somebody has typed and is done with it for now. */
function useSettled() {
  const [isSettled, setSettled] = useState(false);
  const timer = useRef<number>(undefined);
  const isTyped = useRef(false);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const settle = () => {
    window.clearTimeout(timer.current);
    setSettled(true);
  };
  return {
    isSettled,
    onInput: () => {
      isTyped.current = true;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(settle, pauseMs);
    },
    onBlur: () => {
      if (!isTyped.current) return;
      // A text that comes between pressing and letting go would move the button from under the pointer.
      if (document.querySelector("button:active, a:active") === null) settle();
      else window.addEventListener("pointerup", () => window.setTimeout(settle), { once: true });
    },
  };
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
