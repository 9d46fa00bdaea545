window.yam = { connect: { embedFeed: function () {} } };
