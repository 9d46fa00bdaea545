document.documentElement.classList.add("loaded");
