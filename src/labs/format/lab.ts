/** What a lab's folder says, read and checked: text and data, never code. labs/README.md describes the form for who writes one. */
export interface Lab {
  /** The folder's name. */
  readonly name: string;
  readonly title: string;
  /** In Markdown's simplest: paragraphs, lists, `code`, **bold**, [links](/console/…) and fenced blocks. */
  readonly about: string;
  readonly minutes: number | undefined;
  /** Its place in the list; those without one come last. */
  readonly order: number | undefined;
  /** What has to be there before the first step, in the order in which it is made. */
  readonly start: readonly Preparation[];
  readonly steps: readonly Step[];
  /** What may be left at the end, in the order in which it is deleted. */
  readonly end: readonly Leftover[];
}

/** One call of AWS's API, as the SDKs name it: `lambda.GetFunctionConfiguration`. */
export interface Call {
  /** As boto3 names its clients: `logs`, `events`, `ec2`. */
  readonly service: string;
  readonly operation: string;
  /** Its input as JSON; texts in it are templates. */
  readonly input: Json;
}

export interface Preparation extends Call {
  /** It is not made where this holds already; what is kept of it counts then. */
  readonly unless: Check | undefined;
  /** Errors that mean that it is there: `BucketAlreadyOwnedByYou`. */
  readonly allowed: readonly string[];
  readonly keep: Keep;
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** All have to hold. */
  readonly checks: readonly AnyCheck[];
}

export type AnyCheck = Check | OneOf;

/** One of them has to hold; of those that don't, the first says why. */
export interface OneOf {
  readonly any: readonly Check[];
}

/** A fact, asked of an API that only reads. */
export interface Check extends Call {
  readonly expect: readonly Expectation[];
  /** The error that has to come: what is to be gone. */
  readonly fails: string | undefined;
  /** What to say of an error, by its code. */
  readonly refused: Readonly<Record<string, string>>;
  /** Values of the answer by names, for what comes later, also in other steps. */
  readonly keep: Keep;
  /** Asked where the check does not hold: the first that applies says what to do. */
  readonly hints: readonly Hint[];
}

/** Paths by the names of what is kept. */
export type Keep = Readonly<Record<string, string>>;

export interface Hint extends Call {
  readonly expect: readonly Expectation[];
  readonly say: string;
}

/** Of the value at a path of the answer (JMESPath, as `--query` of the AWS CLI): all that is given has to hold. */
export interface Expectation {
  readonly query: string;
  readonly is?: Json;
  readonly isNot?: Json;
  /** With `*` for any text. Of a list: one of it. */
  readonly like?: string;
  /** A list with this in it, or a text. */
  readonly has?: Json;
  /** Numbers, or times. */
  readonly atLeast?: string | number;
  readonly atMost?: string | number;
  /** Whether there is something: no null, no empty list or text. */
  readonly exists?: boolean;
  /** What to say where it does not hold; `${found}` is what was found. */
  readonly say: string | undefined;
}

export interface Leftover {
  /** In words: what is left. */
  readonly name: string;
  /** It is left while this holds. */
  readonly look: Check;
  /** A path that gives a list: each of it is a thing by itself, `${each}` in `name` and `delete`. */
  readonly each: string | undefined;
  readonly delete: readonly Call[];
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
