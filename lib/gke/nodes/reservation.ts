import type { ContainerNodePoolNodeConfigReservationAffinity } from "@cdktf/provider-google/lib/container-node-pool";
import { brand } from "../../core/options-kinds";
import { RESERVATION_NAME_KEY } from "../../google/hosts";

/** Which reservations of machines a pool takes its nodes from. */
export class Reservation {
  static {
    brand(Reservation, "Reservation");
  }

  /** Any reservation that fits, and on-demand machines once all are used. */
  public static any(): Reservation {
    return new Reservation("ANY_RESERVATION", []);
  }

  /** No reservation, so that others find theirs unused. */
  public static none(): Reservation {
    return new Reservation("NO_RESERVATION", []);
  }

  /**
   * These reservations and no others. The pool then needs its `zones`, because a reservation is in one.
   *
   * @param names a reservation of the project by its name, one of another project by `projects/P/reservations/R`
   */
  public static specific(...names: readonly string[]): Reservation {
    return new Reservation("SPECIFIC_RESERVATION", names);
  }

  private constructor(
    /** Google's name for how reservations are used. */
    public readonly type: "ANY_RESERVATION" | "NO_RESERVATION" | "SPECIFIC_RESERVATION",
    /** The names of specific reservations. */
    public readonly names: readonly string[],
  ) {}

  /** @internal */
  public bind(): ContainerNodePoolNodeConfigReservationAffinity {
    const specific = this.type === "SPECIFIC_RESERVATION" && { key: RESERVATION_NAME_KEY, values: [...this.names] };
    return { consumeReservationType: this.type, ...specific };
  }
}
