import { forgetSettings } from "./environment";

/** Runs once, before the processes of the tests are started, which inherit the environment. */
export default function beforeAllTests(): void {
  forgetSettings(process.env);
}
