for (const frame of document.querySelectorAll("iframe")) frame.dataset.sized = "yes";
