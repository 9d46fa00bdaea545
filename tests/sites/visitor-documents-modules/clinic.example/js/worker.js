onmessage = async ({ data }) => postMessage(await (await fetch(data)).json());
