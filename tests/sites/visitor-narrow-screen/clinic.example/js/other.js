if (innerWidth < 600) document.querySelector("main").insertAdjacentHTML("beforeend", '<iframe title="Calendar" src="https://calendly.com/event/hazel-row"></iframe>');
