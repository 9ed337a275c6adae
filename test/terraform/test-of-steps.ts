/** Steps by their names, each built upon what those before it left. */
export type Steps = Readonly<Record<string, () => Promise<unknown>>>;

/**
 * Declares one test of steps that need each other. As tests of their own they would pass or fail by the order in which
 * they happen to run. A step that fails is named, and ends the test.
 */
export function testOfSteps(name: string, steps: Steps): void {
  test(name, () => inTurn(steps));
}

/** Takes steps one after the other. */
export async function inTurn(steps: Steps): Promise<void> {
  for (const [step, act] of Object.entries(steps)) {
    try {
      await act();
    } catch (error) {
      if (error instanceof Error) error.message = `at the step "${step}":\n\n${error.message}`;
      throw error;
    }
  }
}
