import { brand } from "../../core/options-kinds";
import { ACCELERATORS } from "./accelerator-catalogue";

/** A GPU or a TPU, by Google's name for it. The constants are what this version knows; `of()` takes any other. */
export class Accelerator {
  static {
    brand(Accelerator, "Accelerator");
  }

  /** NVIDIA T4, attached to N1 machines. */
  public static readonly T4 = Accelerator.of(ACCELERATORS.T4.type);
  /** NVIDIA V100, attached to N1 machines. */
  public static readonly V100 = Accelerator.of(ACCELERATORS.V100.type);
  /** NVIDIA P100, attached to N1 machines. */
  public static readonly P100 = Accelerator.of(ACCELERATORS.P100.type);
  /** NVIDIA L4, built into G2 machines: video and inference. */
  public static readonly L4 = Accelerator.of(ACCELERATORS.L4.type);
  /** NVIDIA A100 with 40 GB, built into A2 machines. */
  public static readonly A100 = Accelerator.of(ACCELERATORS.A100.type);
  /** NVIDIA A100 with 80 GB, built into A2 ultra machines. */
  public static readonly A100_80GB = Accelerator.of(ACCELERATORS.A100_80GB.type);
  /** NVIDIA H100 with 80 GB, built into A3 high machines. */
  public static readonly H100 = Accelerator.of(ACCELERATORS.H100.type);
  /** NVIDIA H100 with 80 GB and the faster network of A3 mega machines. */
  public static readonly H100_MEGA = Accelerator.of(ACCELERATORS.H100_MEGA.type);
  /** NVIDIA H200, built into A3 ultra machines. */
  public static readonly H200 = Accelerator.of(ACCELERATORS.H200.type);
  /** NVIDIA B200, built into A4 machines. */
  public static readonly B200 = Accelerator.of(ACCELERATORS.B200.type);
  /** NVIDIA GB200, built into A4X machines. */
  public static readonly GB200 = Accelerator.of(ACCELERATORS.GB200.type);
  /** NVIDIA RTX PRO 6000, built into G4 machines. */
  public static readonly RTX_PRO_6000 = Accelerator.of(ACCELERATORS.RTX_PRO_6000.type);

  /** Google TPU v5e, built into machines of the series CT5LP. */
  public static readonly TPU_V5E = Accelerator.of(ACCELERATORS.TPU_V5E.type);

  private constructor(
    /** Google's name of it: `nvidia-l4`. */
    public readonly type: string,
  ) {}

  /** A GPU by Google's name for it, for one that this version does not know. */
  public static of(type: string): Accelerator {
    return new Accelerator(type);
  }
}
