globalThis.part3 = 1;
