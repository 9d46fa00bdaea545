globalThis.part1 = 1;
