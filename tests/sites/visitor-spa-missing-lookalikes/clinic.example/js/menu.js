document.body.insertAdjacentHTML("afterbegin", '<nav><button>Menu</button><ul hidden><li><a href="/">Home</a></ul></nav>');
document.querySelector("nav button").onclick = () => document.querySelector("nav ul").toggleAttribute("hidden");
