import { existsSync, writeFileSync } from "node:fs";
import { describeProgram } from "./program";

describeProgram("drain.py", "the command that drains a server", (folder) => {
  const at = (name: string) => folder.at(name);
  const drain = (word: string) => folder.run(word);
  // The wait for ExaBGP is shortened.
  folder.change({
    "/etc/exabgp/shared-routes.json": at("options.json"),
    "time.monotonic() + 10": "time.monotonic() + 0.5",
  });

  test("says in words that nothing is known of this server, and what may be the cause", () => {
    expect(drain("status")).toEqual({
      status: 1,
      said: expect.stringMatching(/^\S+options\.json cannot be read, so this server shares nothing .*No such file/),
    });
    folder.write("options.json", {
      ...{ state: at("state.json"), drained_file: at("drained"), user_addresses: [] },
      draining_seconds: 0,
    });
    const unknown = `${at("state.json")} cannot be read: has ExaBGP not started yet, or is /run full?`;
    expect(drain("status")).toEqual({ status: 1, said: unknown });
    writeFileSync(at("state.json"), "{");
    expect(drain("status")).toEqual({ status: 1, said: unknown });
    const down = "the process of ExaBGP does not look at the file: is ExaBGP down, or /run full?";
    expect(drain("on")).toEqual({ status: 1, said: down });
    // It stays drained for an ExaBGP that starts later.
    expect(existsSync(at("drained"))).toBe(true);
    folder.write("state.json", { drained: true, announced: [] });
    expect(drain("on")).toEqual({ status: 0, said: "drained, 0 routes announced" });
  });
});
