/** Thrown by a lease's check: somebody else owns the work now. */
export class LeaseLostError extends Error {
  constructor(name: string) {
    super(`the lease ${name} has been lost`);
    this.name = "LeaseLostError";
  }
}
