document.querySelectorAll("b.call").forEach(function (element) { element.textContent = "646-555-0190"; });
