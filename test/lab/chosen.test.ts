import { chosen } from "../../lab/chosen";
import { main } from "../../lab/main";
import { type Host, whyNot } from "../../lab/requirements";

const NAMES = ["an edge server hangs", "BIRD is killed", "BIRD is stopped"];
const of = (only?: string) => chosen(NAMES, (name) => name, only);

describe("the checks of --only", () => {
  test("are all without it, and otherwise those with one of its texts in their names", () => {
    expect(of()).toEqual(NAMES);
    expect(of("BIRD")).toEqual(["BIRD is killed", "BIRD is stopped"]);
    expect(of("hangs|stopped")).toEqual(["an edge server hangs", "BIRD is stopped"]);
  });

  test("are refused where a text is in no name, though others are", () => {
    expect(() => of("nosuchcheck")).toThrow('--only: nothing has "nosuchcheck" in its name');
    expect(() => of("BIRD|brid|hnags")).toThrow('--only: nothing has "brid" or "hnags" in its name');
  });

  test.each(["checks", "spoils"])("end the lab with status 1 before anything runs, instead of the %s", async (what) => {
    const able: Host = { platform: "linux", userId: 0, has: () => true, makesNamespaces: () => true };
    expect(whyNot(able)).toBeUndefined();
    const more = what === "spoils" ? ["--spoil"] : [];
    const said: string[] = [];
    const write = jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    try {
      expect(await main(["--only", "nosuchcheck", ...more], able)).toBe(1);
    } finally {
      write.mockRestore();
    }
    expect(said).toEqual(['error: --only: nothing has "nosuchcheck" in its name\n']);
  });
});
