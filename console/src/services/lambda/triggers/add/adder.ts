/** The part of a trigger's form that its source has. It hands over what makes the trigger, which answers the trigger's name. */
export interface SourceProps {
  readonly functionName: string;
  readonly functionArn: string;
  readonly onChange: (add: () => Promise<string>) => void;
}

/** As Lambda's console names the statements that it adds. */
export function newStatementId(): string {
  return `lambda-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
}
