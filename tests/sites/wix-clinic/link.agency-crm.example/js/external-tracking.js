document.currentScript.dataset.ready = "yes";
