globalThis.part2 = 1;
