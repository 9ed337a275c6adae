import { delimiter, dirname } from "node:path";
import { describeProgram, linesOf, until } from "./program";

describeProgram("announce-blocks.py", "the program that announces blocks of pods", (folder) => {
  test("announces and withdraws as ever when it cannot write what it remembers", async () => {
    // A stand-in for ip: the kernel has the routes of a file, and reports one each tenth of a second.
    const monitor = "while sleep 0.1; do echo route; done";
    folder.standIn("ip", `if [ "$1" = monitor ]; then ${monitor}; else cat ${folder.at("routes")}; fi`);
    const hold = (...blocks: readonly string[]) =>
      folder.write(
        "routes",
        blocks.map((dst) => ({ dst })),
      );
    hold("10.132.32.0/26");
    const options = [
      "--community",
      "65100:200",
      "--state",
      folder.at("missing/blocks"),
      "--blocks",
      "10.132.32.0/19",
      "26",
    ];
    const program = folder.start(options, {
      env: { ...process.env, PATH: `${dirname(folder.at("ip"))}${delimiter}${process.env.PATH}` },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const said = linesOf(program);
    await until(
      () => said.length >= 1,
      () => said.join(),
    );
    hold("10.132.32.64/26");
    await until(
      () => said.length >= 3,
      () => said.join(),
    );
    expect(said).toEqual([
      "announce route 10.132.32.0/26 next-hop self community [ 65100:200 ]",
      "withdraw route 10.132.32.0/26 next-hop self",
      "announce route 10.132.32.64/26 next-hop self community [ 65100:200 ]",
    ]);
    expect(program.exitCode).toBeNull();
  });
});
