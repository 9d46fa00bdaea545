addEventListener("fetch", (event) => {
  if (event.request.url.endsWith("/api/four.json")) event.respondWith(new Response('{"on": "calendly.com", "is": "x", "id": "y"}'));
});
