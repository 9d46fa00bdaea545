/* Stand-in for the feed script of another vendor, written for this demo. */
window.yam = { connect: { embedFeed: function (options) { document.querySelector(options.container).dataset.network = options.network; } } };
