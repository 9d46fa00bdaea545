document.getElementById("load").addEventListener("click", async () => {
  const answer = await fetch("/wp-admin/admin-ajax.php", { method: "POST", body: new URLSearchParams({ action: "load_popup", id: "7" }) });
  document.getElementById("pop").innerHTML = await answer.text();
});
