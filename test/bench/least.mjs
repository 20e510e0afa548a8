// How benchmarks take time: the least CPU time of several rounds, because other
// work on the machine only adds.

/**
 * @param {number} rounds
 * @param {() => Promise<void>} run
 * @returns {Promise<number>} ms of this process's CPU
 */
export async function leastCPU(rounds, run) {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const began = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
