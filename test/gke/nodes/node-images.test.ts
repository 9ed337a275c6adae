import { poolRefusal, poolWith } from "../../support/cluster";

const image = "projects/acme-test/global/images/models-1";
const configOf = (options: object) => poolWith(options).node_config;

describe("the images of containers", () => {
  test("are left to GKE unless something is said about them", () => {
    expect(configOf({})).not.toHaveProperty("gcfs_config");
    expect(configOf({})).not.toHaveProperty("secondary_boot_disks");
  });

  test("are streamed, or not, as asked for", () => {
    expect(configOf({ imageStreaming: true }).gcfs_config).toEqual({ enabled: true });
    expect(configOf({ imageStreaming: false }).gcfs_config).toEqual({ enabled: false });
  });

  test("are streamed from a secondary boot disk", () => {
    expect(configOf({ secondaryBootDisk: { image } })).toMatchObject({
      gcfs_config: { enabled: true },
      secondary_boot_disks: [{ disk_image: image, mode: "CONTAINER_IMAGE_CACHE" }],
    });
  });

  test("have nothing to do with a secondary boot disk of data", () => {
    const config = configOf({ secondaryBootDisk: { image, mode: "DATA" } });
    expect(config.secondary_boot_disks).toEqual([{ disk_image: image }]);
    expect(config).not.toHaveProperty("gcfs_config");
  });

  test("are refused in words", () => {
    expect(
      poolRefusal({ imageStreaming: false, secondaryBootDisk: { image: "models", mode: "CACHE" as "DATA" } }),
    ).toEqual([
      'secondaryBootDisk.image: got "models", expected a disk image: "projects/P/global/images/I"',
      'secondaryBootDisk.mode: got "CACHE", expected "CONTAINER_IMAGE_CACHE" or "DATA"',
    ]);
    expect(poolRefusal({ imageStreaming: false, secondaryBootDisk: { image } })).toEqual([
      "imageStreaming: got false, expected true, or nothing, with a secondary boot disk of container images, which are streamed from it",
    ]);
  });
});
