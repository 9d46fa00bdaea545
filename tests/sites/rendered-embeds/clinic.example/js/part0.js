globalThis.part0 = 1;
