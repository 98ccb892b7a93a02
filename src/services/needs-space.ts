/**
 * Whether an operation adds something to what is stored. While the disk is full, those that do are refused before they begin, so that
 * they change nothing; what reads, what deletes and what runs functions goes on.
 */
export function needsSpace(operation: string, input: Readonly<Record<string, unknown>>): boolean {
  if (operation === "Invoke") return input.InvocationType === "Event";
  return !reads.test(operation) && !givesBack(operation);
}

/** Whether an operation deletes or undoes something. */
export function givesBack(operation: string): boolean {
  return givingBack.test(operation);
}

const reads =
  /^(?:Assume|BatchGet|Decode|Describe|Filter|Generate|Get|Head|Invoke(?!Async)|List|Search|Select|Simulate|StartLiveTail|StartQuery|Test|Validate)/;
const givingBack = /^(?:Abort|Cancel|Deactivate|Delete|Detach|Disable|Remove|Stop|Untag)/;
