document.documentElement.dataset.offers = "none";
