document.querySelectorAll("[data-widget-id]").forEach(function (e) { e.hidden = true; });
