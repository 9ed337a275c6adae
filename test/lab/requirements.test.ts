import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../lab/main";
import { type Host, PROGRAMS, whyNot } from "../../lab/requirements";

const able: Host = { platform: "linux", userId: 0, has: () => true, makesNamespaces: () => true };

describe("what the lab needs", () => {
  test("nothing is missing where root has all programs on Linux", () => {
    expect(whyNot(able)).toBeUndefined();
  });

  test("another system, another user and missing packages are named", () => {
    expect(whyNot({ ...able, platform: "darwin" })).toBe("it needs Linux, and this is darwin");
    expect(whyNot({ ...able, userId: 1000 })).toBe("it needs root to make network namespaces");
    expect(whyNot({ ...able, has: (path) => !/bgpd|haproxy/.test(path) })).toBe(
      "these of Debian's packages are missing, which lab/install.sh installs: frr, haproxy",
    );
    expect(whyNot({ ...able, makesNamespaces: () => false })).toBe(
      "root may not make network namespaces in this container",
    );
  });

  test("where it cannot run, it says so in one loud line and does not fail", async () => {
    const said: string[] = [];
    const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    try {
      expect(await main([], { ...able, platform: "win32" })).toBe(0);
    } finally {
      write.mockRestore();
    }
    expect(said).toEqual([
      "SKIPPED, not passed: the lab of the data centre does not run here, as it needs Linux, and this is win32\n",
    ]);
  });

  test("the script installs every package that is asked for", () => {
    const script = readFileSync(join(__dirname, "../../lab/install.sh"), "utf8");
    const installed = /^packages=\(([^)]*)\)$/m.exec(script)?.[1]?.split(" ");
    expect(installed).toEqual([...new Set(Object.values(PROGRAMS))].sort());
  });
});
