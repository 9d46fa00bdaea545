fetch("/worker-in-frame", { method: "POST", body: "1" }).catch(() => {});
