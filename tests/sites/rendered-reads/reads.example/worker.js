fetch("/worker", { method: "POST", body: "1" }).catch(() => {});
