import type { Kubectl } from "./kubectl.ts";

/** The log of one pod's container, shown once however often the connection breaks. */
export class PodLog {
  readonly #kubectl: Kubectl;
  readonly #pod: string;
  readonly #container: string;
  #shown = 0;
  /** Whether it was read to its end after the container had ended. */
  whole = false;

  constructor(kubectl: Kubectl, pod: string, container: string) {
    this.#kubectl = kubectl;
    this.#pod = pod;
    this.#container = container;
  }

  /** Shows what comes until the container ends or the connection breaks; `over`: the container has ended already. */
  async follow(show: (text: string) => void, signal: AbortSignal, over: boolean): Promise<void> {
    // A log is read from its beginning each time: what was shown is skipped, whatever the clocks say.
    let skip = this.#shown;
    const take = (text: string) => {
      const fresh = text.slice(skip);
      skip -= text.length - fresh.length;
      this.#shown += fresh.length;
      if (fresh) show(fresh);
    };
    await this.#kubectl.follow(this.#pod, this.#container, take, signal);
    this.whole = over;
  }
}
