document.body.dataset.icons = "loaded";
